/** Starts one of the broken applications, prints the code of its error, and has nothing else to do. */
import { NestFactory } from '@nestjs/core';
import { brokenApplications } from '../broken-applications.js';

const [, , name = ''] = process.argv;
const makeModule = brokenApplications[name as keyof typeof brokenApplications];
try {
  const app = await NestFactory.create(makeModule(), { logger: false, abortOnError: false });
  await app.listen(0, '127.0.0.1');
  console.log('started');
} catch (error) {
  console.log(`failed with ${(error as { code?: string }).code ?? String(error)}`);
}

/** Starts the broken applications one after another, prints the code of each error, and has nothing else to do. */
import { NestFactory } from '@nestjs/core';
import { brokenApplications } from '../world/broken-applications.js';

for (const [name, makeModule] of Object.entries(brokenApplications)) {
  try {
    const app = await NestFactory.create(makeModule(), { logger: false, abortOnError: false });
    await app.listen(0, '127.0.0.1');
    console.log(`${name}: started`);
  } catch (error) {
    console.log(`${name}: failed with ${(error as { code?: string }).code ?? String(error)}`);
  }
}

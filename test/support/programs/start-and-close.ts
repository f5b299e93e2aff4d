/** Starts the sample app, uses it once, closes it, and has nothing else to do. */
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../../../sample-app/app.module.js';

const { MONGODB_URI: uri = '' } = process.env;
const app = await NestFactory.create(AppModule.forRoot({ uri }), { logger: false, abortOnError: false });
await app.listen(0, '127.0.0.1');
const response = await fetch(`${await app.getUrl()}/people`);
console.log(`answered ${response.status} ${await response.text()}`);
await app.close();
console.log('closed');

import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module.js';

const { MONGODB_URI: uri = 'mongodb://localhost:27017/sample_app', PORT: port = '3000' } = process.env;

const app = await NestFactory.create(AppModule.forRoot({ uri }));
app.enableShutdownHooks();
await app.listen(port);
console.log(`Listening on ${await app.getUrl()}`);

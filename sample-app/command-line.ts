import type { DynamicModule } from '@nestjs/common';
import { AppModule } from './app.module.js';

/** The application as the command line starts it: `npx nestjs-documents plan`, see package.json. */
export default function application(): DynamicModule {
  const { MONGODB_URI: uri = 'mongodb://localhost:27017/sample_app' } = process.env;
  return AppModule.forRoot({ uri });
}

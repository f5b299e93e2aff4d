import { Logger, Module } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { DocumentsModule } from 'nestjs-documents';
import { PeopleModule } from './people.js';

const { MONGODB_URI: uri = '' } = process.env;

/** An application that logs, prints, and keeps its process alive, as those of others do. */
@Module({ imports: [DocumentsModule.forRoot({ uri }), PeopleModule] })
export class AppModule implements OnModuleInit {
  onModuleInit(): void {
    setInterval(() => undefined, 1000);
    new Logger('AppModule').warn('a warning of the application');
    console.log('a line of the application');
  }
}

export const asFunction = () => ({ module: AppModule });
export const asPromise = Promise.resolve({ module: AppModule });

@Module({})
export class EmptyModule {}

@Module({})
export class BrokenModule {
  constructor() {
    throw new TypeError('broken');
  }
}

@Module({})
export class LeavingModule {
  constructor() {
    process.exit(0);
  }
}

export const neverMade = () => new Promise(() => undefined);

export const answer = 42;

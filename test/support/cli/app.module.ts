import { Logger, Module } from '@nestjs/common';
import type { OnModuleInit } from '@nestjs/common';
import { Document, DocumentsModule, Field, Id } from 'nestjs-documents';
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

/** So many classes that their description is longer than a pipe holds. */
const many = Array.from({ length: 150 }, (_, index) => {
  class Many {
    id!: number;
  }
  Id(() => Number)(Many.prototype, 'id');
  for (let field = 0; field < 5; field++) Field(() => String)(Many.prototype as object, `field${field}`);
  Document({ name: `Many${index}` })(Many);
  return Many;
});

@Module({ imports: [DocumentsModule.forRoot({ uri }), DocumentsModule.forFeature(many)] })
export class ManyModule {}

export const answer = 42;

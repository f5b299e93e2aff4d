import type { DynamicModule, FactoryProvider, ForwardReference, Type } from '@nestjs/common';
import type { ConnectionOptions } from '../connection/connection-options.js';
import type { DocumentRepository } from '../repository/document-repository.js';
import type { RepositoryContext } from '../repository/repository-context.js';
import type { DocumentClass } from '../schema/class-record.js';

export type DocumentsModuleOptions = ConnectionOptions & {
  /** The connection's name, where an application has several. Default `default`. */
  readonly connection?: string;
};

/** A provider that makes the options of a connection. */
export interface DocumentsOptionsFactory {
  createDocumentsOptions(connection: string): ConnectionOptions | Promise<ConnectionOptions>;
}

/** Exactly one of `useFactory`, `useClass` and `useExisting`. */
export interface DocumentsModuleAsyncOptions {
  /** The connection's name, where an application has several. Default `default`. */
  readonly connection?: string;
  /** Modules that export what is injected. */
  readonly imports?: (Type | DynamicModule | Promise<DynamicModule> | ForwardReference)[];
  readonly useFactory?: (...dependencies: never[]) => ConnectionOptions | Promise<ConnectionOptions>;
  /** What is injected into `useFactory`. */
  readonly inject?: FactoryProvider['inject'];
  readonly useClass?: Type<DocumentsOptionsFactory>;
  readonly useExisting?: Type<DocumentsOptionsFactory>;
}

/** A class, or a class with a repository of your own, which is then injected by its class. */
export type DocumentsFeature =
  | DocumentClass
  | {
      readonly document: DocumentClass;
      readonly repository: new (context: RepositoryContext) => DocumentRepository<object>;
    };

import type { DynamicModule, FactoryProvider, ForwardReference, Type } from '@nestjs/common';
import type { ConnectionOptions } from '../driver/connection-options.js';

export type DocumentsModuleOptions = ConnectionOptions & {
  /** The connection's name, if an application has several. Default `default`. */
  readonly connection?: string;
};

/** A provider that makes the options of a connection. */
export interface DocumentsOptionsFactory {
  createDocumentsOptions(connection: string): ConnectionOptions | Promise<ConnectionOptions>;
}

/** Exactly one of `useFactory`, `useClass` and `useExisting`. */
export interface DocumentsModuleAsyncOptions {
  /** The connection's name, if an application has several. Default `default`. */
  readonly connection?: string;
  /** Modules that export the injected providers. */
  readonly imports?: (Type | DynamicModule | Promise<DynamicModule> | ForwardReference)[];
  readonly useFactory?: (...dependencies: never[]) => ConnectionOptions | Promise<ConnectionOptions>;
  /** Providers to inject into `useFactory`. */
  readonly inject?: FactoryProvider['inject'];
  readonly useClass?: Type<DocumentsOptionsFactory>;
  readonly useExisting?: Type<DocumentsOptionsFactory>;
}

import type { DynamicModule, FactoryProvider } from '@nestjs/common';
import { defaultConnection } from '../driver/connection.js';
import { InvalidMigrationOptionsError } from '../server/migration/migration-errors.js';
import { isMigrationId } from '../server/migration/ledger-entry.js';
import { describeValue } from '../value/describe-value.js';
import { millisecondsOf } from '../value/duration.js';
import type { DurationText } from '../value/duration.js';
import { isObject } from '../value/own-value.js';
import type { MigrationClass } from './migration.js';

/** Options of `MigrationsModule.forRoot`: exactly one of `directory` and `migrations`. */
export interface MigrationsModuleOptions {
  /** The folder of the compiled migrations. A relative path begins at the working directory of the process. */
  readonly directory?: string;
  /** The classes by id, where an application is bundled into one file. */
  readonly migrations?: Readonly<Record<string, MigrationClass>>;
  /** The name of the connection. Default `default`. */
  readonly connection?: string;
  /** The collection of the ledger; the lock is in one beside it, named with `_lock`. Default `migrations`. */
  readonly collection?: string;
  /** The time until the lock of a process that has died is free: milliseconds, or text as `60s`. At least a second, default `60s`. */
  readonly lease?: number | DurationText;
  /** Whether the start of the application runs what is pending, before hooks of other modules. Default false. */
  readonly runAtStart?: boolean;
}

/** Options of `MigrationsModule.forRootAsync`. */
export interface MigrationsModuleAsyncOptions {
  /** The name of the connection. Default `default`. */
  readonly connection?: string;
  /** Modules that export the injected providers. */
  readonly imports?: DynamicModule['imports'];
  /** Providers to inject into `useFactory`. */
  readonly inject?: FactoryProvider['inject'];
  /** Makes the other options. */
  readonly useFactory: (
    ...dependencies: never[]
  ) => Omit<MigrationsModuleOptions, 'connection'> | Promise<Omit<MigrationsModuleOptions, 'connection'>>;
}

/** The options with their defaults. */
export interface MigrationsSettings {
  readonly source:
    { readonly directory: string } | { readonly migrations: Readonly<Record<string, MigrationClass>> };
  readonly connection: string;
  readonly collection: string;
  readonly lease: number;
  readonly runAtStart: boolean;
}

const names = Object.freeze(['directory', 'migrations', 'connection', 'collection', 'lease', 'runAtStart']);
const longestLease = 86_400_000;

/** Checks the options, and adds the defaults. @throws InvalidMigrationOptionsError */
export function settingsOf(options: MigrationsModuleOptions): MigrationsSettings {
  if (!isObject(options))
    return refuse(`They are ${describeValue(options)} and not an object`, 'Pass an object');
  const given: MigrationsModuleOptions = options;
  const { connection = defaultConnection, collection = 'migrations', runAtStart = false } = given;
  if (Object.keys(options).some((each) => !names.includes(each)))
    return refuse('One of them has an unknown name', `The options are ${names.join(', ')}`);
  if (!isName(connection)) return refuse('"connection" is not a name', 'Pass the name given to forRoot');
  if (!isName(collection) || /^system\.|[$\0]/.test(collection))
    return refuse('"collection" cannot be the name of a collection', 'Pass another name');
  if (typeof runAtStart !== 'boolean')
    return refuse(`"runAtStart" is ${describeValue(runAtStart)}`, 'Pass true or false');
  const lease = millisecondsOf(given.lease ?? '60s');
  if (lease === undefined || lease < 1000 || lease > longestLease)
    return refuse('"lease" is not a duration between a second and a day', "Pass text: { lease: '60s' }");
  return { source: sourceOf(given), connection, collection, lease, runAtStart };
}

function sourceOf({ directory, migrations }: MigrationsModuleOptions): MigrationsSettings['source'] {
  if ((directory === undefined) === (migrations === undefined))
    return refuse('They have not exactly one of "directory" and "migrations"', 'Pass one of them');
  if (directory !== undefined) {
    if (!isName(directory)) return refuse('"directory" is not a path', 'Pass the path of a folder');
    return { directory };
  }
  if (!isObject(migrations)) return refuse('"migrations" is not an object', 'Pass the classes by their ids');
  const classes = migrations;
  for (const [id, each] of Object.entries(classes)) {
    if (!isMigrationId(id))
      return refuse(
        'A key of "migrations" cannot be an id',
        'Begin with a letter or digit; use letters, digits, _, . and -',
      );
    if (typeof each !== 'function') return refuse(`"migrations" has no class at ${id}`, 'Pass a class');
  }
  return { migrations: classes };
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function refuse(reason: string, remedy: string): never {
  throw new InvalidMigrationOptionsError('MigrationsModule.forRoot', reason, remedy);
}

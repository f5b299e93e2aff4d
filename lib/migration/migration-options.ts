import { InvalidMigrationOptionsError } from '../server/migration/migration-errors.js';
import { describeValue } from '../value/describe-value.js';
import { isObject } from '../value/own-value.js';
import type { MigrationProgress } from './migration-context.js';

/** Options of `up` and `down`. */
export interface MigrationRunOptions {
  /** Whether nothing is written, and only shown what would be run. Default false. */
  readonly dryRun?: boolean;
  /** Whether to wait while another process runs migrations, or to return a report that says so. Default `wait`. */
  readonly whenLocked?: 'wait' | 'return';
  /** Called at the beginning of a walk and after each batch. */
  readonly onProgress?: (progress: MigrationProgress) => void;
}

/** Options of `Migrations.up`. */
export interface MigrateUpOptions extends MigrationRunOptions {
  /** The id of the last migration to apply. Default all. */
  readonly to?: string;
}

/** Options of `Migrations.down`: `to` or `steps`. */
export interface MigrateDownOptions extends MigrationRunOptions {
  /** The id of the migration that stays: all with greater ids are reverted. */
  readonly to?: string;
  /** The number of migrations to revert. Default 1. */
  readonly steps?: number;
}

/** Options of `Migrations.importLedger`. */
export interface ImportLedgerOptions {
  /** The collection that migrate-mongo keeps: `changelog`, unless it was configured otherwise. */
  readonly from: string;
}

type Checks = Readonly<Record<string, readonly [isValid: (value: unknown) => boolean, expected: string]>>;

const runChecks: Checks = Object.freeze({
  dryRun: [(value) => typeof value === 'boolean', 'true or false'],
  whenLocked: [(value) => value === 'wait' || value === 'return', "'wait' or 'return'"],
  onProgress: [(value) => typeof value === 'function', 'a function'],
  to: [(value) => typeof value === 'string', 'the id of a migration'],
});
const checks: Readonly<Record<'up' | 'down' | 'importLedger', Checks>> = Object.freeze({
  up: runChecks,
  down: {
    ...runChecks,
    steps: [(value) => Number.isSafeInteger(value) && Number(value) >= 1, 'a whole number from 1 on'],
  },
  importLedger: { from: [(value) => typeof value === 'string' && value !== '', 'the name of a collection'] },
});

/** @throws InvalidMigrationOptionsError */
export function assertMigrationOptions(method: keyof typeof checks, options: unknown): void {
  const refuse = (reason: string, remedy: string): never => {
    throw new InvalidMigrationOptionsError(`the method ${method} of migrations`, reason, remedy);
  };
  if (!isObject(options))
    return refuse(`They are ${describeValue(options)} and not an object`, 'Pass an object, or nothing');
  const known = checks[method];
  for (const [name, value] of Object.entries(options)) {
    const check = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!check) return refuse('One of them has an unknown name', `They are ${Object.keys(known).join(', ')}`);
    const [isValid, expected] = check;
    if (value !== undefined && !isValid(value))
      return refuse(`"${name}" is not ${expected}`, 'Check the value first');
  }
  if (method === 'importLedger' && options['from'] === undefined)
    return refuse('"from" is missing', "Pass the collection: { from: 'changelog' }");
  if (method === 'down' && options['to'] !== undefined && options['steps'] !== undefined)
    return refuse('They have both "to" and "steps"', 'Pass one of them');
}

export type { Migration, MigrationClass } from './migration.js';
export type {
  ImportLedgerOptions,
  MigrateDownOptions,
  MigrateUpOptions,
  MigrationRunOptions,
} from './migration-options.js';
export { Migrations } from './migrations.js';
export { MigrationsModule } from './migrations.module.js';
export type { MigrationsModuleAsyncOptions, MigrationsModuleOptions } from './options.js';
export type { BatchOptions, MigrationContext, MigrationProgress } from './migration-context.js';
export { getMigrationsToken, InjectMigrations } from './tokens.js';
export { MigrationReport } from './value/migration-report.js';
export type { MigrationOutcome } from './value/migration-report.js';
export { MigrationStatus } from './value/migration-status.js';
export type { MigrationState } from './value/migration-status.js';
export type { LockHolder } from '../server/migration/migration-lock.js';

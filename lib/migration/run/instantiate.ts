import type { ModuleRef } from '@nestjs/core';
import { instantiate as instantiateClass } from '../../module/instantiate.js';
import { InvalidMigrationError } from '../../server/migration/migration-errors.js';
import type { Migration, MigrationClass } from '../migration.js';

/**
 * Makes a migration, with providers of any module of the application; `Logger` is given without one.
 * @throws InvalidMigrationError if the application does not have one of them
 */
export function instantiate(
  moduleRef: ModuleRef,
  id: string,
  migrationClass: MigrationClass,
): Promise<Migration> {
  const refuse = (reason: string, remedy: string, cause?: unknown): InvalidMigrationError =>
    new InvalidMigrationError(id, reason, remedy, cause);
  return instantiateClass(moduleRef, migrationClass, id, refuse);
}

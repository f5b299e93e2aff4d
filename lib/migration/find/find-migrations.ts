import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isMigrationId } from '../../server/migration/ledger-entry.js';
import { InvalidMigrationError } from '../../server/migration/migration-errors.js';
import type { MigrationsSettings } from '../options.js';
import { checksumOf } from './found-migration.js';
import type { FoundMigration } from './found-migration.js';
import { assertMigrationClass, loadMigration } from './load-migration.js';

/** Finds the migrations of an application, in the order of their ids. @throws InvalidMigrationError */
export async function findMigrations(source: MigrationsSettings['source']): Promise<FoundMigration[]> {
  const found =
    'directory' in source
      ? await inDirectory(resolve(source.directory))
      : Object.entries(source.migrations).map(([id, migrationClass]) => ({
          id,
          checksum: checksumOf(Function.prototype.toString.call(migrationClass)),
          load: async () => assertMigrationClass(id, migrationClass),
        }));
  // By code units, the same on every machine.
  return found.sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Declarations, source maps, tests, and files whose names begin with a dot or `_`, are no migrations. */
const migrationFile = /^(?![._])(?!.*\.d\.[cm]?ts$)(?!.*\.(?:spec|test)\.)(.+)\.[cm]?[jt]s$/;

/** Whether a file of this name, with its extension, would be taken for a migration. */
export function isMigrationFile(name: string): boolean {
  return migrationFile.test(name);
}

async function inDirectory(directory: string): Promise<FoundMigration[]> {
  const names = (await readDirectory(directory)).filter(isMigrationFile);
  const found = new Map<string, FoundMigration>();
  for (const name of names) {
    const id = migrationFile.exec(name)?.[1] ?? '';
    if (!isMigrationId(id))
      throw new InvalidMigrationError(
        '',
        'The name of a file in the folder of the migrations cannot be an id',
        'Begin it with a letter or digit, use letters, digits, _, . and - only, and at most 200 of them; begin names of other files with _',
      );
    if (found.has(id))
      throw new InvalidMigrationError(
        id,
        'Two files have this name, with different extensions',
        'Keep one of them, as the compiled one in a folder of its own',
      );
    const path = join(directory, name);
    const checksum = checksumOf(await readFile(path, 'utf8'));
    found.set(id, { id, checksum, load: () => loadMigration(id, path) });
  }
  return [...found.values()];
}

async function readDirectory(directory: string): Promise<string[]> {
  try {
    const entries = await readdir(directory, { withFileTypes: true });
    return entries.filter((each) => !each.isDirectory()).map(({ name }) => name);
  } catch (error) {
    throw new InvalidMigrationError(
      '',
      `Their folder ${directory} cannot be read`,
      'Give MigrationsModule.forRoot the folder that has them at run time, after a build the compiled ones',
      error,
    );
  }
}

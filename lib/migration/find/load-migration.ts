import { pathToFileURL } from 'node:url';
import { InvalidMigrationError } from '../../server/migration/migration-errors.js';
import { exportedClasses } from '../../value/exported-classes.js';
import type { Migration, MigrationClass } from '../migration.js';

/** Loads the class of a file, an ES module or CommonJS. @throws InvalidMigrationError */
export async function loadMigration(id: string, path: string): Promise<MigrationClass> {
  let exported: unknown;
  try {
    exported = await import(/* @vite-ignore */ pathToFileURL(path).href);
  } catch (error) {
    throw new InvalidMigrationError(id, 'Its file cannot be loaded', 'See "cause"', error);
  }
  return assertMigrationClass(id, classIn(id, exported));
}

/** The default export of a module, else the only class with a method `up`. */
function classIn(id: string, exported: unknown): unknown {
  const [first, second] = exportedClasses(exported, hasUp);
  if (second !== undefined)
    throw new InvalidMigrationError(
      id,
      'Its file exports several classes with a method up',
      'Export one by default: export default class',
    );
  return first;
}

function hasUp(value: unknown): value is MigrationClass {
  if (typeof value !== 'function') return false;
  const { prototype } = value as { readonly prototype?: Partial<Migration> };
  return typeof prototype?.up === 'function';
}

/** @throws InvalidMigrationError */
export function assertMigrationClass(id: string, value: unknown): MigrationClass {
  if (hasUp(value)) return value;
  throw new InvalidMigrationError(
    id,
    'It has no class with a method up',
    'Export a class: export default class { async up(context) { … } }',
  );
}

import { pathToFileURL } from 'node:url';
import { InvalidMigrationError } from '../../server/migration/migration-errors.js';
import { isObject } from '../../value/own-value.js';
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
  if (!isObject(exported)) return undefined;
  const { default: standard } = exported;
  if (typeof standard === 'function') return standard;
  // A module in CommonJS, as an ES module sees it.
  if (isObject(standard) && typeof standard['default'] === 'function') return standard['default'];
  const classes = new Set([
    ...Object.values(exported),
    ...(isObject(standard) ? Object.values(standard) : []),
  ]);
  const [first, second] = [...classes].filter(hasUp);
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

import { isPlainObject } from '../../value/plain-object.js';
import type { IndexDirection, IndexRecord } from '../declare/index-record.js';
import type { DocumentSchema, IndexSchema } from '../document-schema.js';
import type { IndexKey, IndexPath } from '../collection-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { findIndexPath } from './index-path.js';

const directions: readonly unknown[] = Object.freeze([1, -1, 'text', 'hashed', '2dsphere', '2d']);

/**
 * One index of a class.
 * @param prefix the path of the embedded document that declares it
 * @throws InvalidSchemaError
 */
export function buildIndex(schema: DocumentSchema, prefix: IndexPath, record: IndexRecord): IndexSchema {
  const declaredBy = record.field === undefined ? schema.name : `${schema.name}.${record.field}`;
  const { name, unique = false, sparse = false, hidden = false } = record.options;
  return Object.freeze({
    ...{ schema, prefix, declaredBy },
    keys: keysOf(schema, prefix, declaredBy, record.keys),
    options: Object.freeze({ name, unique, sparse, hidden }) as IndexSchema['options'],
  });
}

function keysOf(
  schema: DocumentSchema,
  prefix: IndexPath,
  declaredBy: string,
  given: unknown,
): readonly IndexKey[] {
  const keys = isPlainObject(given) ? Object.entries(given) : [];
  if (keys.length === 0)
    throw new InvalidSchemaError(
      declaredBy,
      'An index of it has no keys',
      'Name paths with their direction: @Index({ name: 1 })',
    );
  return Object.freeze(keys.map(([path, direction]) => keyOf(schema, prefix, declaredBy, path, direction)));
}

function keyOf(
  schema: DocumentSchema,
  prefix: IndexPath,
  declaredBy: string,
  path: string,
  direction: unknown,
): IndexKey {
  const found = findIndexPath(schema, path);
  if (!found)
    throw new InvalidSchemaError(
      declaredBy,
      `An index of it has the path "${path}", which does not lead to a declared field`,
      `Use field names, joined by dots; ${schema.name} has ${[...schema.fieldsByName.keys()].join(', ')}`,
    );
  if (!directions.includes(direction))
    throw new InvalidSchemaError(
      declaredBy,
      `An index of it has an unknown direction for "${path}"`,
      `Use 1, -1, 'text', 'hashed', '2dsphere' or '2d'`,
    );
  return Object.freeze({
    path: joined(prefix.path, path),
    keyPath: joined(prefix.keyPath, found.keyPath),
    direction: direction as IndexDirection,
  });
}

function joined(prefix: string, path: string): string {
  return prefix === '' ? path : `${prefix}.${path}`;
}

import type { RootSchema } from '../../schema/document-schema.js';
import { InvalidSchemaError } from '../../schema/schema-errors.js';
import { isEqual } from '../../value/equality/is-equal.js';
import type { DeclaredIndex } from '../declared-collection.js';
import { assertIndexes } from './assert-indexes.js';
import { declaredIndex } from './declared-index.js';

/**
 * The indexes of the classes of one collection. One that several of them declare is one index.
 * @throws InvalidSchemaError if they contradict each other or the options of the collection
 */
export function declaredIndexes(schemas: readonly [RootSchema, ...RootSchema[]]): readonly DeclaredIndex[] {
  const byName = new Map<string, DeclaredIndex>();
  for (const schema of schemas)
    for (const each of schema.indexes) {
      const index = declaredIndex(schema, each, schemas);
      const known = byName.get(index.name);
      byName.set(index.name, known ? merged(known, index) : index);
    }
  const indexes = [...byName.values()];
  assertIndexes(schemas[0], indexes);
  return Object.freeze(indexes);
}

function merged(known: DeclaredIndex, other: DeclaredIndex): DeclaredIndex {
  const declaredBy = Object.freeze([...new Set([...known.declaredBy, ...other.declaredBy])]);
  if (isEqual(known.keys, other.keys) && isEqual(known.options, other.options))
    return Object.freeze({ ...known, declaredBy });
  throw new InvalidSchemaError(
    declaredBy.join(' and '),
    `Two different indexes have the name ${known.name}`,
    `Name one of them: { name: '…' }`,
  );
}

import { isPlainObject } from '../../value/plain-object.js';
import type { IndexRecord } from '../declare/index-record.js';
import type { DocumentSchema, IndexSchema } from '../document-schema.js';
import type { IndexPath } from '../collection-schema.js';
import { assertKeysTogether } from './assert-keys.js';
import { checkedKey } from './index-keys.js';
import { indexOptions } from './index-options.js';
import { IndexPlace } from './index-place.js';

/** An embedded document that declares indexes, or the document itself. */
export interface Holder extends IndexPath {
  /** The path of the map that holds it; undefined if none does. */
  readonly map: string | undefined;
  /** Whether every document has it. */
  readonly isRequired: boolean;
}

/**
 * One index of a class.
 * @param holder the embedded document that declares it
 * @throws InvalidSchemaError
 */
export function buildIndex(schema: DocumentSchema, holder: Holder, record: IndexRecord): IndexSchema {
  const declaredBy = record.field === undefined ? schema.name : `${schema.name}.${record.field}`;
  const given = isPlainObject(record.keys) ? Object.entries(record.keys) : [];
  const prefix = Object.freeze({ path: holder.path, keyPath: holder.keyPath });
  const place = new IndexPlace(
    ...([schema, prefix, holder.isRequired, declaredBy] as const),
    given.map(([path]) => path),
  );
  if (given.length === 0)
    return place.refuse('has no keys', 'Name paths with their direction: @Index({ name: 1 })');
  if (holder.map !== undefined)
    return place.refuse(
      `cannot be made, since ${holder.map} is a map, whose entries have paths of their own`,
      `Leave it out there, @Field(() => mapOf(${schema.name}), { indexes: false }), and declare an index of all that is in the map: @Index({ '${holder.map}.$**': 1 })`,
    );
  const keys = given.map(([path, direction]) => checkedKey(place, path, direction));
  const options = indexOptions(place, keys, record.options);
  assertKeysTogether(place, keys, options);
  return Object.freeze({
    ...{ schema, prefix, declaredBy, options },
    keys: Object.freeze(
      keys.map(({ path, keyPath, direction, isRequired }) =>
        Object.freeze({ path, keyPath, direction, isRequired }),
      ),
    ),
  });
}

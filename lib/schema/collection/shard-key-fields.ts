import { isPlainObject } from '../../value/plain-object.js';
import { findRecord, lineage } from '../declare/class-record.js';
import type { DocumentClass } from '../declare/class-record.js';
import type { FieldSchema } from '../document-schema.js';

/** The names of the fields that hold the values of the shard key of a class, as declared by it and its base classes. Nothing is checked. */
export function shardKeyFields(documentClass: DocumentClass): ReadonlySet<string> {
  const declared = lineage(documentClass).flatMap((each) => {
    const shardKey: unknown = findRecord(each)?.document?.collectionOptions.shardKey;
    return isPlainObject(shardKey) ? Object.keys(shardKey) : [];
  });
  return new Set(declared.map((path) => path.split('.', 1)[0] as string));
}

/** The field, immutable if it holds values of the shard key: a stored document keeps its place. */
export function keptIfSharded(field: FieldSchema, shardKey: ReadonlySet<string>): FieldSchema {
  return field.immutable || !shardKey.has(field.name) ? field : Object.freeze({ ...field, immutable: true });
}

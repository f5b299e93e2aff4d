import { bsonTag } from '../../value/bson-tag.js';
import type { Plain } from '../../value/plain-object.js';
import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { shardKeyFilter } from './shard-key-filter.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';

const deletion = Object.freeze(['deletedAt'] as const);
const versionAndDeletion = Object.freeze(['version', 'deletedAt'] as const);

/** Selects the loaded document on the server: by its id and, if its class has one, by its shard key. */
export function filterById(schema: RootSchema, snapshot: Snapshot): Plain {
  return { _id: { $eq: snapshot.read(['_id']).stored['_id'] }, ...shardKeyFilter(schema, snapshot) };
}

/**
 * Selects the document only if its version and time of deletion, if its class has them, are as loaded; absent equals null.
 * @param encoded the document as it is written, whose id was compared with the snapshot's
 * @param isVersioned whether a change concerns the version
 */
export function filterIfUnchanged(
  schema: RootSchema,
  snapshot: Snapshot,
  encoded: Stored,
  isVersioned: boolean,
): Plain {
  const filter: Plain = isCertainlyTheSame(encoded['_id'])
    ? { _id: { $eq: encoded['_id'] }, ...shardKeyFilter(schema, snapshot) }
    : filterById(schema, snapshot);
  // Most classes have neither.
  if (schema.roleFields.length === 0) return filter;
  const guards = (isVersioned ? versionAndDeletion : deletion).flatMap(
    (kind) => fieldWithRole(schema, kind)?.key ?? [],
  );
  const { stored } = snapshot.read(guards);
  for (const key of guards) filter[key] = { $eq: stored[key] ?? null };
  return filter;
}

/** Whether equal ids of these types are equal bytes, so that none must be read for the comparison. */
function isCertainlyTheSame(id: unknown): boolean {
  return bsonTag(id) === 'ObjectId' || typeof id === 'string';
}

/** Selects the document only if it is not soft-deleted, if its class has a time of deletion. */
export function filterIfNotDeleted(schema: RootSchema, snapshot: Snapshot): Plain {
  const field: FieldSchema | undefined = fieldWithRole(schema, 'deletedAt');
  return { ...filterById(schema, snapshot), ...(field && { [field.key]: { $eq: null } }) };
}

/** Combines the filter of a document with a further condition. */
export function narrowed(filter: Plain, other: Plain | undefined): Plain {
  if (!other) return filter;
  const isOfSameKey = Object.keys(other).some((key) => Object.hasOwn(filter, key));
  return isOfSameKey ? { $and: [filter, other] } : { ...filter, ...other };
}

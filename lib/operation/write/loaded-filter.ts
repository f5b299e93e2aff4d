import { bsonTag } from '../../value/bson-tag.js';
import type { Plain } from '../../value/plain-object.js';
import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';

/** Filters on the server for the document that was loaded. */
export function byId(snapshot: Snapshot): { readonly _id: never } {
  return { _id: { $eq: snapshot.read(['_id']).stored['_id'] } as never };
}

/**
 * Where its class has a version or a time of deletion, only if these are as they were loaded: absent is as good as null.
 * @param encoded the document as it is written, whose id has been compared with that of the snapshot
 */
export function asLoaded(schema: RootSchema, snapshot: Snapshot, encoded: Stored): Plain {
  const filter: Plain = isCertainlyTheSame(encoded['_id'])
    ? { _id: { $eq: encoded['_id'] } }
    : { ...byId(snapshot) };
  // Most classes have neither.
  if (schema.roleFields.length === 0) return filter;
  const guards = (['version', 'deletedAt'] as const).flatMap(
    (kind) => fieldWithRole(schema, kind)?.key ?? [],
  );
  const { stored } = snapshot.read(guards);
  for (const key of guards) filter[key] = { $eq: stored[key] ?? null };
  return filter;
}

/** Equal ids of these types are the same bytes, and no bytes have to be read for them. */
function isCertainlyTheSame(id: unknown): boolean {
  return bsonTag(id) === 'ObjectId' || typeof id === 'string';
}

/** Where its class has a time of deletion, only if it was not deleted. */
export function notDeleted(schema: RootSchema, snapshot: Snapshot): Plain {
  const field: FieldSchema | undefined = fieldWithRole(schema, 'deletedAt');
  return { ...byId(snapshot), ...(field && { [field.key]: { $eq: null } }) };
}

/** A filter for one document, and what else must hold for it. */
export function narrowed(filter: Plain, other: Plain | undefined): Plain {
  if (!other) return filter;
  const isOfSameKey = Object.keys(other).some((key) => Object.hasOwn(filter, key));
  return isOfSameKey ? { $and: [filter, other] } : { ...filter, ...other };
}

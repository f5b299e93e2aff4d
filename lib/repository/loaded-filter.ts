import type { Plain } from '../schema/plain-object.js';
import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/role-fields.js';
import { valuesOf } from '../state/snapshot.js';
import type { Snapshot } from '../state/snapshot.js';

/** Filters on the server for the document that was loaded. */
export function byId(snapshot: Snapshot): { readonly _id: never } {
  return { _id: { $eq: valuesOf(snapshot, ['_id']).stored['_id'] } as never };
}

/** Where its class has a version or a time of deletion, only if these are as they were loaded: absent is as good as null. */
export function asLoaded(schema: RootSchema, snapshot: Snapshot): Plain {
  const guards = (['version', 'deletedAt'] as const).flatMap(
    (kind) => fieldWithRole(schema, kind)?.key ?? [],
  );
  const { stored } = valuesOf(snapshot, ['_id', ...guards]);
  const filter: Plain = { _id: { $eq: stored['_id'] } };
  for (const key of guards) filter[key] = { $eq: stored[key] ?? null };
  return filter;
}

/** Where its class has a time of deletion, only if it was not deleted. */
export function notDeleted(schema: RootSchema, snapshot: Snapshot): Plain {
  const field: FieldSchema | undefined = fieldWithRole(schema, 'deletedAt');
  return { ...byId(snapshot), ...(field && { [field.key]: { $eq: null } }) };
}

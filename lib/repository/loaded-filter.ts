import type { Plain } from '../schema/plain-object.js';
import type { FieldSchema, RootSchema } from '../schema/document-schema.js';
import { fieldWithRole } from '../schema/role-fields.js';
import type { Snapshot } from '../state/snapshot.js';

/** Filters on the server for the document that was loaded. */
export function byId(snapshot: Snapshot): { readonly _id: never } {
  return { _id: { $eq: snapshot.stored['_id'] } as never };
}

/** Where its class has a version or a time of deletion, only if these are as they were loaded: absent is as good as null. */
export function asLoaded(schema: RootSchema, snapshot: Snapshot): Plain {
  const filter: Plain = byId(snapshot);
  for (const kind of ['version', 'deletedAt'] as const) {
    const field = fieldWithRole(schema, kind);
    if (field) filter[field.key] = { $eq: snapshot.stored[field.key] ?? null };
  }
  return filter;
}

/** Where its class has a time of deletion, only if it was not deleted. */
export function notDeleted(schema: RootSchema, snapshot: Snapshot): Plain {
  const field: FieldSchema | undefined = fieldWithRole(schema, 'deletedAt');
  return { ...byId(snapshot), ...(field && { [field.key]: { $eq: null } }) };
}

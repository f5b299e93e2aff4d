import { shownName } from '../errors/shown-name.js';
import type { FieldType } from '../schema/document-schema.js';
import type { Segment } from './place.js';

/** Where a way into a document begins: at a document or value of a type, or at a field of this name, which holds one. */
export type Start = FieldType | { readonly kind: 'field'; readonly name: string; readonly type: FieldType };

/**
 * A path as issues show it: the names of declared fields and indexes as they are. Keys of maps, and what a request calls its fields,
 * are data, and shown if they look like names.
 */
export function pathTo(start: Start, segments: readonly Segment[]): string {
  let at: Start | undefined = start;
  const shown: string[] = [];
  for (const segment of segments) {
    const declared: FieldType | undefined = at && declaredIn(at, segment);
    shown.push(declared || typeof segment === 'number' ? String(segment) : shownName(segment));
    at = declared ?? (at && entryOf(at));
  }
  return shown.join('.');
}

/** The type of a declared field. */
function declaredIn(at: Start, segment: Segment): FieldType | undefined {
  if (at.kind === 'field') return at.name === segment ? at.type : undefined;
  if (at.kind !== 'embedded') return undefined;
  const { fieldsByName, undeclared } = at.schema;
  return undeclared?.name === segment ? undeclared.type : fieldsByName.get(String(segment))?.type;
}

function entryOf(at: Start): FieldType | undefined {
  return at.kind === 'array' || at.kind === 'map' ? at.of : undefined;
}

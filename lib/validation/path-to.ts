import { shownName } from '../errors/shown-name.js';
import { partOf } from '../kind/parts.js';
import type { Part } from '../kind/parts.js';
import type { FieldType } from '../schema/document-schema.js';
import type { Segment } from './place.js';

/** The start of a way into a document: a document or value of a type, or the holder of a field with this name. */
export type Start = FieldType | { readonly kind: 'field'; readonly name: string; readonly type: FieldType };

/**
 * A path as issues show it. Names of declared fields and indexes are unchanged. Keys of maps and unknown field names are data, and are
 * shown only if they look like names.
 */
export function pathTo(start: Start, segments: readonly Segment[]): string {
  let at: Start | undefined = start;
  const shown: string[] = [];
  for (const segment of segments) {
    const part: Part | undefined = at && partIn(at, String(segment));
    shown.push(part?.isDeclared || typeof segment === 'number' ? String(segment) : shownName(segment));
    at = part?.type;
  }
  return shown.join('.');
}

function partIn(start: Start, name: string): Part | undefined {
  if (start.kind !== 'field') return partOf(start, name);
  return start.name === name ? { type: start.type, key: name, isDeclared: true } : undefined;
}

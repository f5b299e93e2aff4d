import type { FieldType } from './document-schema.js';

/** Whether values of a type hold other values. */
export function isContainer({ kind }: FieldType): boolean {
  return kind === 'array' || kind === 'map' || kind === 'embedded';
}

/** Whether a type is an embedded document, or a list or map of some, at whatever depth. */
export function holdsEmbedded(type: FieldType): boolean {
  if (type.kind === 'array' || type.kind === 'map') return holdsEmbedded(type.of);
  return type.kind === 'embedded';
}

import type { FieldType } from '../../schema/document-schema.js';

/** Whether values of a type are, or can be, arrays. */
export function isArray({ kind }: FieldType): boolean {
  return kind === 'array' || kind === 'any';
}

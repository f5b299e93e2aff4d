import type { FieldType } from '../schema/document-schema.js';
import { kindOf } from './kinds.js';

/**
 * Whether a stored value and one that is to be stored, both of a type, are the same, so that nothing has to be written. Numbers of a
 * declared type are, whatever their BSON type. Untyped ones are what was read, or what is stored with the BSON type that they ask for.
 */
export function isSame(type: FieldType, stored: unknown, after: unknown): boolean {
  return kindOf(type).isSame(stored, after, type, isSame);
}

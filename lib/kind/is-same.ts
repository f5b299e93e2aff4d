import type { FieldType } from '../schema/document-schema.js';
import { kindOf } from './kinds.js';

/**
 * Whether a stored value and one to be stored, both of a type, are the same, so that no write is needed. Numbers of a declared type are
 * compared without their BSON type; untyped ones also by the BSON type that they request.
 */
export function isSame(type: FieldType, stored: unknown, after: unknown): boolean {
  return kindOf(type).isSame(stored, after, type, isSame);
}

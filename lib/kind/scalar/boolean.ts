import { mismatch } from '../kind.js';
import { scalarKind } from '../scalar-kind.js';

export const booleanKind = scalarKind({
  accepts: isBoolean,
  encode: (value: boolean) => value,
  decode: (stored) => (isBoolean(stored) ? stored : mismatch),
});

function isBoolean(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

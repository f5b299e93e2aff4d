import { bigintOf } from '../kind/scalar/bigint.js';
import { objectIdOf } from '../kind/scalar/object-id.js';
import { uuidOf } from '../kind/scalar/uuid.js';
import type { FieldType } from '../schema/document-schema.js';

/** Parsers of the types that can be written as text; each returns undefined for invalid text. */
const parsers = new Map<FieldType['kind'], (text: string) => unknown>([
  ['objectId', objectIdOf],
  ['uuid', uuidOf],
  ['number', numberOf],
  ['int32', numberOf],
  ['double', numberOf],
  ['bigint', bigintOf],
]);

/** Parses an id; for a type without a parser it is the text itself. */
export function idFromText(kind: FieldType['kind'], text: string): unknown {
  const parse = parsers.get(kind);
  return parse ? parse(text) : text;
}

/** Accepts only the usual notation of a number; a rounded number would be another id. */
function numberOf(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : undefined;
}

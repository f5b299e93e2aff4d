import { objectIdOf } from '../kind/scalar/object-id.js';
import { uuidOf } from '../kind/scalar/uuid.js';
import type { FieldType } from '../schema/document-schema.js';

/** The types that a text can say a value of; each gives undefined for another text. */
const parsers = new Map<FieldType['kind'], (text: string) => unknown>([
  ['objectId', objectIdOf],
  ['uuid', uuidOf],
  ['number', numberOf],
  ['int32', numberOf],
  ['double', numberOf],
  ['bigint', bigintOf],
]);

/** The id that a text says; for a type that has no text of its own, the text itself. */
export function idFromText(kind: FieldType['kind'], text: string): unknown {
  const parse = parsers.get(kind);
  return parse ? parse(text) : text;
}

/** Only the usual way to write a number: one that would be rounded is another id. */
function numberOf(text: string): number | undefined {
  const number = Number(text);
  return Number.isFinite(number) && String(number) === text ? number : undefined;
}

function bigintOf(text: string): bigint | undefined {
  return /^(0|-?[1-9]\d*)$/.test(text) ? BigInt(text) : undefined;
}

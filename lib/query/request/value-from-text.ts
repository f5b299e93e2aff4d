import { decimal128Of } from '../../kind/scalar/decimal128.js';
import { objectIdOf } from '../../kind/scalar/object-id.js';
import { uuidOf } from '../../kind/scalar/uuid.js';
import { kindOf } from '../../kind/kinds.js';
import type { FieldType } from '../../schema/document-schema.js';
import { dateOf } from './date-of.js';

type Parser = (text: string) => unknown;

/** Parsers by kind; each returns undefined for other text. */
const parsers: Readonly<Partial<Record<FieldType['kind'], Parser>>> = Object.freeze({
  string: (text: string) => text,
  number: numberOf,
  int32: numberOf,
  double: numberOf,
  bigint: bigintOf,
  decimal128: decimal128Of,
  boolean: booleanOf,
  date: dateOf,
  objectId: objectIdOf,
  uuid: uuidOf,
});

/** Whether values of a kind can be written in a query string. */
export function isWrittenAsText({ kind }: FieldType): boolean {
  return parsers[kind] !== undefined;
}

/** Reads a value of a type; undefined for other text. */
export function valueFromText(type: FieldType, text: string): unknown {
  const value = parsers[type.kind]?.(text);
  return value !== undefined && kindOf(type).accepts(value, type) ? value : undefined;
}

/** Reads `true` and `false`. */
export function booleanOf(text: string): boolean | undefined {
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** Refuses whole numbers that would be rounded, as they would be other values. */
function numberOf(text: string): number | undefined {
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) return undefined;
  const number = Number(text);
  if (/^-?\d+$/.test(text) && !Number.isSafeInteger(number)) return undefined;
  return Number.isFinite(number) ? number : undefined;
}

function bigintOf(text: string): bigint | undefined {
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

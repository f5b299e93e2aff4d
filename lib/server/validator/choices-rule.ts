import { kindOf } from '../../kind/kinds.js';
import type { PartEncoder } from '../../kind/kind.js';
import type { FieldChoice } from '../../schema/declare/constraints.js';
import type { FieldType } from '../../schema/document-schema.js';
import { bsonTag } from '../../value/bson-tag.js';
import type { Plain } from '../../value/plain-object.js';
import { shortNumber } from './short-number.js';

/** The kinds whose choices the server compares otherwise: binaries with their subtype, values of the driver by what they stand for. */
const comparedOtherwise: readonly string[] = Object.freeze(['binary', 'decimal128']);

/** The JSON Schema of choices; empty where the server would refuse one of them. Null is a choice unless the field is required. */
export function choicesRule(
  type: FieldType,
  choices: readonly FieldChoice[] | undefined,
  isNullable: boolean,
): Plain {
  if (!choices || comparedOtherwise.includes(type.kind)) return {};
  if (type.kind === 'any' && choices.some((choice) => bsonTag(choice) !== undefined)) return {};
  const stored = choices.map((choice) => storedChoice(type, choice));
  // The server refuses a list in which two are equal.
  const distinct = [...new Map(stored.map((choice) => [keyOf(choice), choice])).values()];
  return { enum: isNullable ? [...distinct, null] : distinct };
}

function storedChoice(type: FieldType, choice: FieldChoice): unknown {
  if (typeof choice === 'number' || typeof choice === 'bigint') return shortNumber(choice);
  return kindOf(type).encode(choice as never, type, noParts);
}

/** Choices are values without parts. */
const noParts: PartEncoder = Object.freeze<PartEncoder>({ value: () => undefined, fields: () => undefined });

function keyOf(choice: unknown): string {
  if (typeof choice === 'number' || typeof choice === 'bigint') return `number ${choice}`;
  return `${bsonTag(choice) ?? typeof choice} ${JSON.stringify(choice)}`;
}

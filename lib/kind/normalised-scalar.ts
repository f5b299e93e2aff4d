import { DocumentsError } from '../errors/documents-error.js';
import type { ScalarType } from '../schema/document-schema.js';
import type { Normaliser } from '../schema/declare/normalisation.js';
import { describeValue } from '../value/describe-value.js';
import { isEqual } from '../value/equality/is-equal.js';
import { kindOf } from './kinds.js';

/** The `normalise` of a field has returned a promise, or something that is not a value of the field. Nothing was sent. */
export class InvalidNormaliserError extends DocumentsError {
  readonly code = 'INVALID_NORMALISER';
  /** Class and property: `Person.email`. */
  readonly field: string;

  constructor(field: string, type: ScalarType, result: unknown) {
    super({
      problem: `A value of ${field} could not be normalised`,
      reason: `Its normalise returned ${describeValue(result)} and not ${type.kind}`,
      remedy:
        'Return a value of the type of the field, at once; do asynchronous work in a listener of preSave',
    });
    this.field = field;
  }
}

/**
 * Normalises a single value. One that is not of the type stays as it is: validation finds it.
 * @returns the same value if nothing changes
 * @throws InvalidNormaliserError, what the `normalise` of the field throws
 */
export function normalisedScalar(type: ScalarType, value: unknown): unknown {
  const { normaliser } = type;
  const kind = kindOf(type);
  if (!normaliser || !kind.accepts(value, type)) return value;
  const { field, trims, normalise } = normaliser;
  const trimmed = trims ? (value as string).trim() : value;
  const prepared = inLetterCase(normaliser, trimmed);
  if (!normalise) return prepared;
  const result = normalise(prepared);
  if (result === null || result === undefined || !kind.accepts(result, type))
    throw new InvalidNormaliserError(field, type, result);
  return isEqual(value, result) ? value : result;
}

/** Text in the letter case of a field; anything else as it is. */
export function inLetterCase(normaliser: Normaliser | undefined, value: unknown): unknown {
  if (!normaliser?.letterCase || typeof value !== 'string') return value;
  return normaliser.letterCase === 'lower' ? value.toLowerCase() : value.toUpperCase();
}

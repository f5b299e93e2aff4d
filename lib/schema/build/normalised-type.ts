import type { FieldNormalisation, Normaliser } from '../declare/normalisation.js';
import { describeType } from '../describe-type.js';
import type { FieldType } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';

const textOptions = ['trim', 'lowercase', 'uppercase'] as const;

/**
 * The type of a field with the normaliser of its single values, at any depth of lists and maps; the type itself if none is declared.
 * @throws InvalidSchemaError if an option does not fit the type or contradicts another
 */
export function normalisedType(field: string, type: FieldType, declared: FieldNormalisation = {}): FieldType {
  const normaliser = normaliserOf(field, declared);
  return normaliser ? withNormaliser(type, normaliser, declared) : type;
}

function normaliserOf(field: string, declared: FieldNormalisation): Normaliser | undefined {
  const { trim = false, lowercase = false, uppercase = false, normalise } = declared;
  if (lowercase && uppercase)
    throw new InvalidSchemaError(field, 'It has both lowercase and uppercase', 'Remove one of them');
  if (normalise !== undefined && typeof (normalise as unknown) !== 'function')
    throw new InvalidSchemaError(
      field,
      'Its normalise is not a function',
      'Pass a function that takes a value and returns one',
    );
  const letterCase = lowercase ? 'lower' : uppercase ? 'upper' : undefined;
  if (!trim && !letterCase && !normalise) return undefined;
  return Object.freeze({ field, trims: trim, letterCase, normalise });
}

function withNormaliser(type: FieldType, normaliser: Normaliser, declared: FieldNormalisation): FieldType {
  if ('of' in type) return Object.freeze({ ...type, of: withNormaliser(type.of, normaliser, declared) });
  const option = textOptions.find((name) => declared[name]);
  if (option && type.kind !== 'string')
    throw new InvalidSchemaError(
      normaliser.field,
      `"${option}" is for strings, but its type is ${describeType(type)}`,
      type.kind === 'embedded'
        ? `Use it for a field of ${describeType(type)}`
        : 'Remove it, or use normalise',
    );
  if (type.kind === 'embedded' || type.kind === 'any')
    throw new InvalidSchemaError(
      normaliser.field,
      `"normalise" is for single values of a declared type, but its type is ${describeType(type)}`,
      type.kind === 'any'
        ? 'Declare the type, or change the value in a listener of preSave'
        : `Use it for a field of ${describeType(type)}`,
    );
  return Object.freeze({ kind: type.kind, normaliser });
}

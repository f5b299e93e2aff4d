import { DocumentsError } from '../errors/documents-error.js';
import type { ErrorParts } from '../errors/documents-error.js';
import { describeValue } from '../value/describe-value.js';
import type { DocumentClass } from './declare/class-record.js';

/** A class given in place of a document class has no `@Document()`. */
export class NotADocumentError extends DocumentsError {
  readonly code = 'NOT_A_DOCUMENT';

  /** @param parts of another message than that a decorator is missing */
  constructor(className: string, parts: Partial<ErrorParts> = {}) {
    super({
      problem: `${className} is not a document class`,
      reason: 'It is not decorated with @Document()',
      remedy: 'Decorate it with @Document(), or pass the intended class',
      ...parts,
    });
  }
}

/**
 * Checks that a class was given.
 * @param place as it begins a sentence
 * @throws NotADocumentError
 */
export function assertClassGiven(given: unknown, place: string): asserts given is DocumentClass {
  if (typeof given === 'function') return;
  throw new NotADocumentError(place, {
    ...(given === undefined
      ? { reason: 'It is undefined, as happens when modules import each other in a circle' }
      : { reason: `It is ${describeValue(given)}, not a class` }),
    remedy: 'Import the class from its own file',
  });
}

/** A field whose type can neither be inferred nor stored. */
export interface UnknownFieldType {
  /** Class and property: `Person.tags`. */
  readonly field: string;
  readonly reason: string;
  readonly remedy: string;
}

/** Fields have types that can neither be inferred nor stored. */
export class UnknownFieldTypeError extends DocumentsError {
  readonly code = 'UNKNOWN_FIELD_TYPE';
  /** These fields, of all classes that the application registers. */
  declare readonly fields: readonly UnknownFieldType[];

  constructor(fields: readonly UnknownFieldType[]) {
    super(fields.length === 1 ? partsOf(fields[0] as UnknownFieldType) : partsOfAll(fields));
    Object.defineProperty(this, 'fields', { value: Object.freeze([...fields]) });
  }
}

function partsOf({ field, reason, remedy }: UnknownFieldType): ErrorParts {
  return { problem: `The type of ${field} is unknown`, reason, remedy };
}

/** Lists each field on a line of its own. */
function partsOfAll(fields: readonly UnknownFieldType[]): ErrorParts {
  const lines = fields.map(({ field, reason, remedy }) => `\n  ${field}: ${reason}. ${remedy}.`);
  return {
    problem: `The types of ${fields.length} fields are unknown`,
    reason: 'They can neither be inferred nor stored',
    remedy: `Correct each of them:${lines.join('')}`,
  };
}

/** The description of a document class contradicts itself or cannot be stored. */
export class InvalidSchemaError extends DocumentsError {
  readonly code = 'INVALID_SCHEMA';

  constructor(subject: string, reason: string, remedy: string) {
    super({ problem: `${subject} cannot be stored as it is declared`, reason, remedy });
  }
}

/** Two document classes of one application have the same name, which is used in event names and stored documents. */
export class DuplicateDocumentNameError extends DocumentsError {
  readonly code = 'DUPLICATE_DOCUMENT_NAME';

  constructor(name: string, places: readonly [string, string]) {
    super({
      problem: `Two document classes have the name ${name}`,
      reason: `One is declared at ${places[0]}, the other at ${places[1]}, but names must be unique`,
      remedy:
        name.length > 2
          ? `Rename one of them: @Document({ name: 'Other${name}' })`
          : `Name both: @Document({ name: 'Person' }), or configure the minifier to keep class names`,
    });
  }
}

import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A value that can be compared: with the limits of numbers and dates. */
export type FieldLimit = number | bigint | Date;

/** A value that a field may be restricted to; values of the driver, such as ObjectId, carry a tag. */
export type FieldChoice =
  string | number | bigint | boolean | Date | Uint8Array | { readonly _bsontype: string };

/** What a validator says: true or nothing accepts, false refuses, a text refuses and is the message of the issue. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- what a function without a return statement returns
export type ValidatorResult = boolean | string | undefined | void;

/** What is wrong with a document, as a validator of its class reports it. */
export interface ReportedIssue {
  /** Field names from the document to the value, joined by dots; empty for the document itself. */
  readonly path: string;
  readonly message: string;
  /** Default `custom`. */
  readonly code?: string;
}

/** One call of a validator that is a function. */
export interface ValidatorCall {
  /**
   * Aborted, with a `ValidatorTimeoutError` as reason, when the time of the validator is over: for what it calls, as `fetch`. To be read
   * when the validator begins.
   */
  readonly abortSignal: AbortSignal;
}

/** Declared as methods, so that a validator may name the types of its parameters. */
interface Functions {
  value(value: unknown, document: object, call: ValidatorCall): ValidatorResult | Promise<ValidatorResult>;
  document(
    document: object,
    call: ValidatorCall,
  ): ValidatorResult | readonly ReportedIssue[] | Promise<ValidatorResult | readonly ReportedIssue[]>;
}

/**
 * Validates the value of a field: a function, which is given the document or embedded document that holds it too, or a
 * Standard Schema, such as those of zod, valibot and arktype, whose output is ignored.
 */
export type FieldValidator = Functions['value'] | StandardSchemaV1;

/** Validates a whole document or embedded document: a function, or a Standard Schema, whose output is ignored. */
export type DocumentValidator = Functions['document'] | StandardSchemaV1;

/** What the value of a field must keep to, as it is declared. Null and undefined are not checked: `required` is for them. */
export interface FieldConstraints {
  /** An enum of TypeScript, one of whose values it must be. Gives a field its type where the compiler emits none. */
  readonly enum?: Readonly<Record<string, string | number>>;
  /** The values that it may have, compared by value. */
  readonly choices?: readonly FieldChoice[];
  /** The least number, bigint or Date. */
  readonly min?: FieldLimit;
  /** The greatest number, bigint or Date. */
  readonly max?: FieldLimit;
  /** The least number of characters of a string, elements of an array, entries of a map, bytes of a buffer. */
  readonly minLength?: number;
  /** The greatest number of them. */
  readonly maxLength?: number;
  /** What a string must match, somewhere in it. The flag `g` means nothing here. */
  readonly pattern?: RegExp;
  /**
   * Called if the value is of its type, with all that it holds; may be asynchronous, and has the time of a receiver. What it throws
   * rejects the operation.
   */
  readonly validate?: FieldValidator | readonly FieldValidator[];
  /** The same for each element of an array and each entry of a map. */
  readonly each?: FieldConstraints;
}

/** What the value of a field must keep to, as its schema says. */
export interface Constraints {
  /** Of `enum` or `choices`. */
  readonly choices: readonly FieldChoice[] | undefined;
  readonly min: FieldLimit | undefined;
  readonly max: FieldLimit | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: RegExp | undefined;
  readonly validators: readonly FieldValidator[];
  readonly each: Constraints | undefined;
}

/** The values of an enum; numeric ones also map their values back to names, which are no values. */
export function enumValues(values: Readonly<Record<string, string | number>>): (string | number)[] {
  return Object.keys(values)
    .filter((key) => {
      const mapped = values[values[key] as string];
      return !(typeof values[key] === 'string' && typeof mapped === 'number' && String(mapped) === key);
    })
    .map((key) => values[key] as string | number);
}

/** Whether a validator is a Standard Schema; those of some libraries are functions too. */
export function isStandardSchema(
  validator: FieldValidator | DocumentValidator,
): validator is StandardSchemaV1 {
  return '~standard' in validator;
}

import type { StandardSchemaV1 } from '@standard-schema/spec';

/** A value that can be compared: numbers and dates have limits. */
export type FieldLimit = number | bigint | Date;

/** A value that a field may be restricted to. Values of the driver, such as ObjectId, carry a tag. */
export type FieldChoice =
  string | number | bigint | boolean | Date | Uint8Array | { readonly _bsontype: string };

/** The answer of a validator: true or undefined accepts, false refuses, and text refuses with that text as the message of the issue. */
// eslint-disable-next-line @typescript-eslint/no-invalid-void-type -- what a function without a return statement returns
export type ValidatorResult = boolean | string | undefined | void;

/** One thing that is wrong with a document, as a validator of its class reports it. */
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
   * Aborted, with a `ValidatorTimeoutError` as reason, when the validator runs out of time; pass it on, for instance to `fetch`. Read it
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
 * Validates the value of a field. A function also receives the document or embedded document that holds the value. The output of a Standard
 * Schema, such as those of zod, valibot and arktype, is ignored.
 */
export type FieldValidator = Functions['value'] | StandardSchemaV1;

/** Validates a whole document or embedded document. The output of a Standard Schema is ignored. */
export type DocumentValidator = Functions['document'] | StandardSchemaV1;

/** The constraints of a field, as declared. Null and undefined are not checked: that is what `required` is for. */
export interface FieldConstraints {
  /** A TypeScript enum: the value must be one of its values. Gives the field its type where the compiler emits none. */
  readonly enum?: Readonly<Record<string, string | number>>;
  /** The allowed values, compared by value. */
  readonly choices?: readonly FieldChoice[];
  /** The least number, bigint or Date. */
  readonly min?: FieldLimit;
  /** The greatest number, bigint or Date. */
  readonly max?: FieldLimit;
  /** The least number of characters of a string, elements of an array, entries of a map, or bytes of a buffer. */
  readonly minLength?: number;
  /** The greatest number of characters, elements, entries or bytes. */
  readonly maxLength?: number;
  /** A pattern that some part of a string must match. The flag `g` has no effect. */
  readonly pattern?: RegExp;
  /**
   * Called only if the value, with everything in it, is of its type. May be asynchronous; its time is limited like that of a receiver. An
   * error that it throws rejects the operation.
   */
  readonly validate?: FieldValidator | readonly FieldValidator[];
  /** Constraints for each element of an array or entry of a map. */
  readonly each?: FieldConstraints;
}

/** The constraints of a field, as in its schema. */
export interface Constraints {
  /** The values of `enum` or `choices`. */
  readonly choices: readonly FieldChoice[] | undefined;
  readonly min: FieldLimit | undefined;
  readonly max: FieldLimit | undefined;
  readonly minLength: number | undefined;
  readonly maxLength: number | undefined;
  readonly pattern: RegExp | undefined;
  readonly validators: readonly FieldValidator[];
  readonly each: Constraints | undefined;
}

/** The values of an enum. A numeric enum also maps its values back to names, which are left out. */
export function enumValues(values: Readonly<Record<string, string | number>>): (string | number)[] {
  return Object.keys(values)
    .filter((key) => {
      const mapped = values[values[key] as string];
      return !(typeof values[key] === 'string' && typeof mapped === 'number' && String(mapped) === key);
    })
    .map((key) => values[key] as string | number);
}

/** Whether a validator is a Standard Schema; those of some libraries are also functions. */
export function isStandardSchema(
  validator: FieldValidator | DocumentValidator,
): validator is StandardSchemaV1 {
  return '~standard' in validator;
}

import { recordFor } from '../schema/declare/class-record.js';
import type { DocumentClass, FieldRecord } from '../schema/declare/class-record.js';
import type { FieldRole } from '../schema/declare/field-role.js';
import { Field } from './field.js';
import type { FieldOptions, FieldTypeFunction } from './field.js';
import type { FieldRoleDecorator } from './field-decorator.js';

/** Options of a field whose values the library gives. */
export interface FieldRoleOptions {
  /** Its name in MongoDB. Default the property's name. */
  readonly key?: string;
}

export interface SequenceOptions extends FieldRoleOptions {
  /** The counter, which several fields may share. Default the names of the class and the field: `Invoice.number`. */
  readonly name?: string;
  /** The first number. Default 1. */
  readonly start?: number;
}

/**
 * Declares the field that counts the writes of a document, from 1: `@Version() version!: number`, or a bigint where that is its
 * written type. A save is refused with a `StaleDocumentError` if somebody else has written the document since it was loaded. What others put into the field has no effect.
 */
export function Version(options: FieldRoleOptions = {}): FieldRoleDecorator<number | bigint> {
  return roleDecorator({ kind: 'version' }, options, numberOrBigint);
}

/**
 * Declares the field for the time of the insert: `@CreatedAt() createdAt!: Date`. A Date that a new document has already is kept; once
 * stored it never changes.
 */
export function CreatedAt(options: FieldRoleOptions = {}): FieldRoleDecorator<Date> {
  return roleDecorator({ kind: 'createdAt' }, { ...options, immutable: true }, () => Date);
}

/** Declares the field for the time of the last write: `@UpdatedAt() updatedAt!: Date`. A save without changes leaves it. */
export function UpdatedAt(options: FieldRoleOptions = {}): FieldRoleDecorator<Date> {
  return roleDecorator({ kind: 'updatedAt' }, options, () => Date);
}

/**
 * Declares the field for the time of deletion: `@DeletedAt() deletedAt?: Date`. Documents of the class are kept when they are deleted,
 * with the time in this field, and not found any more; `delete(document, { permanent: true })` deletes them really.
 */
export function DeletedAt(options: FieldRoleOptions = {}): FieldRoleDecorator<Date> {
  return roleDecorator({ kind: 'deletedAt' }, options, () => Date);
}

/**
 * Declares a field that numbers the documents when they are inserted: `@Sequence() number!: number`, or a bigint where that is its
 * written type. Ascending, with gaps where an insert failed. A number that a new document has already is kept.
 */
export function Sequence(options: SequenceOptions = {}): FieldRoleDecorator<number | bigint> {
  const { name: counter, start = 1, ...field } = options;
  return roleDecorator({ kind: 'sequence', counter, start }, field, numberOrBigint);
}

const numberOrBigint = (emitted: unknown): TypeDeclarationOf => (emitted === BigInt ? BigInt : Number);

type TypeDeclarationOf = ReturnType<FieldTypeFunction>;

/** A field like others; its type is known from its role, so that unions need not be declared. */
function roleDecorator(
  role: FieldRole,
  options: FieldOptions,
  typeOf: (emitted: unknown) => TypeDeclarationOf,
): PropertyDecorator {
  return (target, property) => {
    Field(options)(target, property);
    const { fields } = recordFor(target.constructor as DocumentClass);
    const record = fields.get(property as string) as FieldRecord;
    const declaredType = (): TypeDeclarationOf => typeOf(record.emittedType);
    fields.set(record.name, Object.freeze({ ...record, declaredType, role }));
  };
}

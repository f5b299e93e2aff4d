import { recordFor } from '../schema/declare/class-record.js';
import type { DocumentClass, FieldRecord } from '../schema/declare/class-record.js';
import type { FieldRole } from '../schema/declare/field-role.js';
import { Field } from './field.js';
import type { FieldOptions, FieldTypeFunction } from './field.js';
import type { FieldRoleDecorator } from './field-decorator.js';

/** Options of a field whose value the library sets. */
export interface FieldRoleOptions {
  /** Its name in MongoDB. Default the property's name. */
  readonly key?: string;
}

export interface SequenceOptions extends FieldRoleOptions {
  /** The name of the counter, which several fields may share. Default the names of the class and the field: `Invoice.number`. */
  readonly name?: string;
  /** The first number. Default 1. */
  readonly start?: number;
}

/**
 * Counts the writes of a document, from 1: `@Version() version!: number`, or a bigint where that is the written type. A save fails with a
 * `StaleDocumentError` if another write came after the load. Setting the field yourself has no effect.
 */
export function Version(options: FieldRoleOptions = {}): FieldRoleDecorator<number | bigint> {
  return roleDecorator({ kind: 'version' }, options, numberOrBigint);
}

/**
 * Stores the time of the insert: `@CreatedAt() createdAt!: Date`. A Date that a new document already has is kept; once stored it never
 * changes.
 */
export function CreatedAt(options: FieldRoleOptions = {}): FieldRoleDecorator<Date> {
  return roleDecorator({ kind: 'createdAt' }, { ...options, immutable: true }, date);
}

/** Stores the time of the last write: `@UpdatedAt() updatedAt!: Date`. A save without changes keeps it. */
export function UpdatedAt(options: FieldRoleOptions = {}): FieldRoleDecorator<Date> {
  return roleDecorator({ kind: 'updatedAt' }, options, date);
}

/**
 * Stores the time of deletion: `@DeletedAt() deletedAt?: Date`. Deleted documents of the class are kept with this time and not found any
 * more; `delete(document, { permanent: true })` removes them.
 */
export function DeletedAt(options: FieldRoleOptions = {}): FieldRoleDecorator<Date> {
  return roleDecorator({ kind: 'deletedAt' }, options, date);
}

/**
 * Numbers documents when they are inserted: `@Sequence() number!: number`, or a bigint where that is the written type. Ascending, with gaps
 * after failed inserts. A number that a new document already has is kept.
 */
export function Sequence(options: SequenceOptions = {}): FieldRoleDecorator<number | bigint> {
  const { name: counter, start = 1, ...field } = options;
  return roleDecorator({ kind: 'sequence', counter, start }, field, numberOrBigint);
}

type DeclaredType = ReturnType<FieldTypeFunction>;

const date = (): DeclaredType => Date;
const numberOrBigint = (emitted: unknown): DeclaredType => (emitted === BigInt ? BigInt : Number);

/** Decorates a field whose type is known from its role, so that unions need no declaration. */
function roleDecorator(
  role: FieldRole,
  options: FieldOptions,
  typeOf: (emitted: unknown) => DeclaredType,
): PropertyDecorator {
  return declareRole(role, options, (emitted) => () => typeOf(emitted));
}

/** Decorates a field that the library fills. @param typeOf gives the declared type of the field; undefined for that of the property */
export function declareRole(
  role: FieldRole,
  options: FieldOptions,
  typeOf: (emitted: unknown) => FieldTypeFunction | undefined,
): PropertyDecorator {
  return (target, property) => {
    Field(options)(target, property);
    const { fields } = recordFor(target.constructor as DocumentClass);
    const record = fields.get(property as string) as FieldRecord;
    const declaredType = typeOf(record.emittedType);
    fields.set(record.name, Object.freeze({ ...record, declaredType, role }));
  };
}

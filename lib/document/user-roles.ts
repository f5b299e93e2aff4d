import type { FieldTypeDeclaration } from '../schema/declare/type-declaration.js';
import type { Context } from '../signal/signal-context.js';
import type { FieldTypeFunction } from './field.js';
import type { FieldUserDecorator } from './field-decorator.js';
import { declareRole } from './field-roles.js';
import type { FieldRoleOptions } from './field-roles.js';

/**
 * Finds the user of a write in its context, the caller's or that of `forRoot`: a value of the field, an id also as text, or undefined
 * without a user. It returns at once; its error is a veto.
 */
export type FieldUserSource<Value = unknown> = (context: Context) => Value;

export interface FieldUserOptions<
  Type extends FieldTypeDeclaration = FieldTypeDeclaration,
> extends FieldRoleOptions {
  /** The type of the field, as for `@Field`: needed where the compiler emits none, as for unions. Default the type of the property. */
  readonly type?: FieldTypeFunction<Type>;
}

/**
 * Stores the user of the insert: `@CreatedBy((context) => context.userId) createdBy?: ObjectId`. A value that a new document already has is
 * kept; once stored it never changes. Without a user the field stays as it is.
 */
export function CreatedBy<Value, const Type extends FieldTypeDeclaration>(
  source: FieldUserSource<Value>,
  options: FieldUserOptions<Type> = {},
): FieldUserDecorator<Value, Type> {
  const { type, ...field } = options;
  return declareRole({ kind: 'createdBy', source }, { ...field, immutable: true }, () => type);
}

/**
 * Stores the user of the last write: `@UpdatedBy((context) => context.userId) updatedBy?: ObjectId`. A save without changes keeps it, and
 * so does a write without a user.
 */
export function UpdatedBy<Value, const Type extends FieldTypeDeclaration>(
  source: FieldUserSource<Value>,
  options: FieldUserOptions<Type> = {},
): FieldUserDecorator<Value, Type> {
  const { type, ...field } = options;
  return declareRole({ kind: 'updatedBy', source }, field, () => type);
}

import type { ObjectIdOrHex } from '../../schema/type/id-types.js';
import type { Expression } from './expression.js';
import type { Widened } from './field-types.js';

/** A value, or an expression for it. */
export type Operand<V> = V | Expression<V | null | undefined>;

/** The type of the value of an operand. */
export type OperandValue<O> = O extends Expression<infer V> ? V : O;

/** Null if one of the operands can be null or absent: then the result is null. */
export type NullOf<O> = NullIn<OperandValue<O>>;

type NullIn<V> = V extends null | undefined ? null : never;

/** The result of a calculation with numbers. */
export type NumberOf<O> = Calculated<OperandValue<O>>;

type Calculated<V> = V extends null | undefined ? null : Widened<V>;

/** A value to compare with values of the type `V`: ObjectIds may be given as text. */
export type ComparedWith<V> =
  Expression<Widened<NonNullable<V>> | null | undefined> | ObjectIdOrHex<Widened<NonNullable<V>>> | null;

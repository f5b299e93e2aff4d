import { anyType } from '../../kind/container/any.js';
import type { FieldType } from '../../schema/document-schema.js';
import { Expression } from './expression.js';
import { commonType, copyOfRaw, operand } from './operand.js';
import type { Operand, OperandValue } from './operand-types.js';

/** A plain value that needs no declared type. */
export type LiteralValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | Date
  | { readonly _bsontype: string }
  | readonly LiteralValue[]
  | { readonly [name: string]: LiteralValue };

type AnyOperand = Expression | LiteralValue;

/** Compiles values of which one is chosen. Null is of each type. */
function choices(place: string, given: readonly unknown[]): { compiled: unknown[]; type: FieldType } {
  const read = given.map((each) => operand(place, each));
  const type = commonType(read.filter((_, index) => given[index] !== null).map((each) => each.type));
  return { compiled: read.map(({ compiled }) => compiled), type };
}

/** Functions that choose a value, or take one from the program. */
export const conditionals = Object.freeze({
  /** The second value if the first one is true, else the third one. */
  cond: <const A extends AnyOperand, const B extends AnyOperand>(
    test: Operand<boolean>,
    then: A,
    otherwise: B,
  ): Expression<OperandValue<A> | OperandValue<B>> => {
    const { compiled, type } = choices('cond', [then, otherwise]);
    return new Expression({ $cond: [operand('cond', test).compiled, ...compiled] }, type) as never;
  },

  /** The first value, or the second one if it is null or absent. */
  ifNull: <V, const B extends AnyOperand>(
    value: Expression<V>,
    otherwise: B,
  ): Expression<NonNullable<V> | OperandValue<B>> => {
    const { compiled, type } = choices('ifNull', [value, otherwise]);
    return new Expression({ $ifNull: compiled }, type) as never;
  },

  /** A value as it stands: text that starts with `$` stays text. @throws InvalidPipelineError for an object with a key that starts with `$` */
  literal: <const V extends LiteralValue>(value: V): Expression<V> => {
    const { compiled, type } = operand('literal', value);
    // A number or a boolean says in $project whether a field is included.
    const isWrapped = typeof compiled === 'object' && compiled !== null && '$literal' in compiled;
    return new Expression(isWrapped ? compiled : { $literal: compiled }, type);
  },

  /**
   * An expression in MongoDB's own form, with stored keys and `$` paths. It is sent as it is: never make one from what a request holds.
   * Its value is decoded without a declared type.
   */
  rawExpression: <V = unknown>(raw: unknown): Expression<V> =>
    new Expression(copyOfRaw('rawExpression', raw), anyType),
});

import { anyType } from '../../kind/container/any.js';
import { elementTypeOf } from '../../kind/parts.js';
import type { FieldType } from '../../schema/document-schema.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import { InvalidPipelineError } from '../query-errors.js';
import { Expression, booleanType, numberType } from './expression.js';
import { readField } from './field-path.js';
import type { FieldPath, FieldValue, Numeric } from './field-types.js';
import { commonType, comparedOperand, operand } from './operand.js';
import type { ComparedWith, Operand, OperandValue } from './operand-types.js';
import type { LiteralValue } from './conditional.js';

/** An expression for an array. */
type ArrayOf<E> = Expression<readonly E[] | null | undefined>;

/** The element of an array that a callback of `map` or `filter` is given. */
export interface ArrayItem<E> {
  /** The element itself. */
  readonly value: Expression<E>;
  /** The value at a path of an element that is an embedded document. @throws UnknownPathError, InvalidPipelineError */
  field<P extends FieldPath<E>>(path: P): Expression<FieldValue<E, P>>;
}

/** Null and absent are an empty array. */
function listOf(place: string, given: unknown): { readonly compiled: unknown; readonly of: FieldType } {
  const { compiled, type } = operand(place, given);
  return { compiled: { $ifNull: [compiled, []] }, of: elementTypeOf(type) };
}

function itemOf<E>(of: FieldType, name: string): ArrayItem<E> {
  const field = (path: unknown): Expression => {
    const schema = embeddedSchema(of);
    if (schema) return readField(schema, path, 'field', `$$${name}.`);
    throw new InvalidPipelineError(
      'field',
      'The elements of the array are not embedded documents',
      'Use the value of the item',
    );
  };
  return Object.freeze({
    value: new Expression<E>(`$$${name}`, of),
    field: field as never,
  });
}

/** Functions of arrays. Null and absent are an empty array. */
export const arrays = Object.freeze({
  /** The number of elements. */
  size: (array: ArrayOf<unknown>): Expression<number> =>
    new Expression({ $size: listOf('size', array).compiled }, numberType),

  /** Whether a value is among the elements. */
  in: <E>(value: ComparedWith<NoInfer<E>>, array: ArrayOf<E>): Expression<boolean> => {
    const { compiled, of } = listOf('in', array);
    return new Expression({ $in: [comparedOperand('in', of, value), compiled] }, booleanType);
  },

  /** The element at an index, counted from 0, or from the end by a negative one; absent outside of the array. */
  arrayElementAt: <E>(array: ArrayOf<E>, index: Operand<number>): Expression<E | undefined> => {
    const { compiled, of } = listOf('arrayElementAt', array);
    return new Expression(
      { $arrayElemAt: [compiled, operand('arrayElementAt', index).compiled] },
      of,
    ) as never;
  },

  /** The sum of the numbers in an array. */
  arraySum: <N extends Numeric>(array: ArrayOf<N | null | undefined>): Expression<N> => {
    const { compiled, of } = listOf('arraySum', array);
    return new Expression({ $sum: compiled }, of.kind === 'decimal128' ? anyType : commonType([of]));
  },
});

/** Functions that call a callback with the element of an array that it stands for. */
export interface Iterations {
  /** The elements for which a condition is true. */
  filter<E>(array: ArrayOf<E>, condition: (item: ArrayItem<E>) => Operand<boolean>): Expression<E[]>;
  /** A value for each element. */
  map<E, const O extends Expression | LiteralValue>(
    array: ArrayOf<E>,
    convert: (item: ArrayItem<E>) => O,
  ): Expression<OperandValue<O>[]>;
}

/** Functions that call a callback for the elements of an array; each counts the callbacks that it is called in. */
export function iterations(): Iterations {
  let depth = 0;

  /** Calls a callback with the element that it stands for, under a name of its own. */
  const eachItem = <E>(
    of: FieldType,
    callback: (item: ArrayItem<E>) => unknown,
  ): { as: string; result: unknown } => {
    const as = `item${++depth}`;
    try {
      return { as, result: callback(itemOf(of, as)) };
    } finally {
      depth--;
    }
  };

  return Object.freeze({
    filter: <E>(array: ArrayOf<E>, condition: (item: ArrayItem<E>) => Operand<boolean>): Expression<E[]> => {
      const { compiled, of } = listOf('filter', array);
      const { as, result } = eachItem(of, condition);
      const filter = { input: compiled, as, cond: operand('filter', result).compiled };
      return new Expression({ $filter: filter }, { kind: 'array', of });
    },

    map: <E, const O extends Expression | LiteralValue>(
      array: ArrayOf<E>,
      convert: (item: ArrayItem<E>) => O,
    ): Expression<OperandValue<O>[]> => {
      const { compiled, of } = listOf('map', array);
      const { as, result } = eachItem(of, convert);
      const each = operand('map', result);
      const map = { input: compiled, as, in: each.compiled };
      return new Expression({ $map: map }, { kind: 'array', of: each.type }) as never;
    },
  });
}

import { anyType } from '../../kind/container/any.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { Accumulator } from './accumulator.js';
import { Expression, numberType } from './expression.js';
import type { CompiledExpression } from './expression.js';
import { readField } from './field-path.js';
import type { Numeric, OrNull, PathOrExpression, ValueOf, Widened } from './field-types.js';
import { commonType } from './operand.js';

/** A path or expression whose values are numbers. */
type Numbers<Row, X> =
  unknown extends ValueOf<Row, X> ? X : [NonNullable<ValueOf<Row, X>>] extends [Numeric] ? X : never;

type Decimal = Extract<Numeric, object>;

/** The sum of no decimals is a plain 0. */
type SumOf<V> = V extends Decimal ? V | number : Widened<V>;

type AverageOf<V> = V extends Decimal ? V : number;

type Given<V> = Exclude<V, undefined>;

/** The functions that compute a value from all rows of a group. Each takes a path, or an expression. */
export interface RowAccumulators<Row> {
  /** The number of rows. */
  count(): Accumulator<number>;
  /** The sum of numbers; 0 of none. */
  sum<X extends PathOrExpression<Row>>(
    of: X & Numbers<Row, X>,
  ): Accumulator<SumOf<NonNullable<ValueOf<Row, X>>>>;
  /** The average of numbers; null of none. */
  avg<X extends PathOrExpression<Row>>(
    of: X & Numbers<Row, X>,
  ): Accumulator<AverageOf<NonNullable<ValueOf<Row, X>>> | null>;
  /** The least value; null without any. */
  min<X extends PathOrExpression<Row>>(of: X): Accumulator<Given<ValueOf<Row, X>> | null>;
  /** The greatest value; null without any. */
  max<X extends PathOrExpression<Row>>(of: X): Accumulator<Given<ValueOf<Row, X>> | null>;
  /** The value of the first row, in the order of an earlier `sort`; null if it is absent there. */
  first<X extends PathOrExpression<Row>>(of: X): Accumulator<OrNull<ValueOf<Row, X>>>;
  /** The value of the last row, in the order of an earlier `sort`; null if it is absent there. */
  last<X extends PathOrExpression<Row>>(of: X): Accumulator<OrNull<ValueOf<Row, X>>>;
  /** All values, in the order of the rows; absent ones are left out. */
  push<X extends PathOrExpression<Row>>(of: X): Accumulator<Given<ValueOf<Row, X>>[]>;
  /** All different values, in no order; absent ones are left out. */
  addToSet<X extends PathOrExpression<Row>>(of: X): Accumulator<Given<ValueOf<Row, X>>[]>;
  /** The standard deviation of numbers that are all there are; null of none. */
  stdDevPop<X extends PathOrExpression<Row>>(of: X & Numbers<Row, X>): Accumulator<number | null>;
  /** The standard deviation of numbers that are a sample; null of fewer than two. */
  stdDevSamp<X extends PathOrExpression<Row>>(of: X & Numbers<Row, X>): Accumulator<number | null>;
}

const sameType = (type: FieldType): FieldType => type;
const listOf = (of: FieldType): FieldType => ({ kind: 'array', of });
const alwaysNumber = (): FieldType => numberType;
/** The average of whole numbers is a double. */
const averageType = (type: FieldType): FieldType => (isUnsure(type) ? anyType : numberType);
const sumType = (type: FieldType): FieldType => (isUnsure(type) ? anyType : commonType([type]));

function isUnsure({ kind }: FieldType): boolean {
  return kind === 'decimal128' || kind === 'any';
}

/** The operators of MongoDB and the types of their values. To add one, add a row, and a method above. */
const table = Object.freeze({
  sum: { key: '$sum', typeOf: sumType },
  avg: { key: '$avg', typeOf: averageType },
  min: { key: '$min', typeOf: sameType },
  max: { key: '$max', typeOf: sameType },
  first: { key: '$first', typeOf: sameType },
  last: { key: '$last', typeOf: sameType },
  push: { key: '$push', typeOf: listOf },
  addToSet: { key: '$addToSet', typeOf: listOf },
  stdDevPop: { key: '$stdDevPop', typeOf: alwaysNumber },
  stdDevSamp: { key: '$stdDevSamp', typeOf: alwaysNumber },
});

/** The accumulators for rows of a schema. */
export function rowAccumulators(row: DocumentSchema): RowAccumulators<unknown> {
  const made = Object.entries(table).map(([name, { key, typeOf }]) => {
    const accumulate = (of: unknown): Accumulator => {
      const { compiled, type } = readOf(row, of, name);
      return new Accumulator({ [key]: compiled }, typeOf(type));
    };
    return [name, accumulate] as const;
  });
  const count = (): Accumulator => new Accumulator({ $sum: 1 }, numberType);
  return { count, ...Object.fromEntries(made) } as unknown as RowAccumulators<unknown>;
}

/** Compiles a path or an expression. @throws UnknownPathError, InvalidPipelineError */
export function readOf(row: DocumentSchema, given: unknown, place: string): CompiledExpression {
  return Expression.read(Expression.isExpression(given) ? given : readField(row, given, place));
}

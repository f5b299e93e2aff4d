import { Expression, booleanType } from './expression.js';
import { comparedOperand, operand } from './operand.js';
import type { ComparedWith, Operand } from './operand-types.js';

type Comparison = <V>(value: Expression<V>, other: ComparedWith<NoInfer<V>>) => Expression<boolean>;

function comparison(name: string): Comparison {
  return (value, other) => {
    const { compiled, type } = operand(name, value);
    return new Expression(
      { [`$${name}`]: [compiled, comparedOperand(name, type, other)] },
      booleanType,
    ) as never;
  };
}

function logical(name: string, given: readonly unknown[]): Expression<boolean> {
  const read = given.map((each) => operand(name, each).compiled);
  return new Expression({ [`$${name}`]: read }, booleanType);
}

/** Functions whose value is true or false. An absent value equals neither null nor any other: see `ifNull`. */
export const comparisons = Object.freeze({
  /** Whether both are equal. */
  eq: comparison('eq'),
  /** Whether they differ. */
  ne: comparison('ne'),
  /** Whether the first one is greater. */
  gt: comparison('gt'),
  /** Whether the first one is greater or equal. */
  gte: comparison('gte'),
  /** Whether the first one is less. */
  lt: comparison('lt'),
  /** Whether the first one is less or equal. */
  lte: comparison('lte'),

  /** Whether all are true; null, absent and 0 are false. */
  and: (...tests: readonly Operand<boolean>[]): Expression<boolean> => logical('and', tests),
  /** Whether one is true; null, absent and 0 are false. */
  or: (...tests: readonly Operand<boolean>[]): Expression<boolean> => logical('or', tests),
  /** The opposite; of null, absent and 0 it is true. */
  not: (test: Operand<boolean>): Expression<boolean> => logical('not', [test]),
});

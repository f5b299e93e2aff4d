import { Expression } from './expression.js';
import type { Numeric, Widened } from './field-types.js';
import { commonType, operands } from './operand.js';

/** A number, or an expression for one. */
export type NumberOperand<N extends Numeric> = N | Expression<N | null | undefined>;

function combine(name: string, given: readonly unknown[]): Expression<never> {
  const read = operands(name, given);
  const type = commonType(read.map((each) => each.type));
  return new Expression({ [`$${name}`]: read.map(({ compiled }) => compiled) }, type) as Expression<never>;
}

/** Adds numbers. */
function add<N extends Numeric>(...numbers: readonly NumberOperand<N>[]): Expression<Widened<N>> {
  return combine('add', numbers);
}

/** Subtracts the second number from the first one. */
function subtract<N extends Numeric>(
  from: NumberOperand<N>,
  other: NumberOperand<N>,
): Expression<Widened<N>> {
  return combine('subtract', [from, other]);
}

/** Multiplies numbers. */
function multiply<N extends Numeric>(...numbers: readonly NumberOperand<N>[]): Expression<Widened<N>> {
  return combine('multiply', numbers);
}

export const arithmetic = Object.freeze({ add, subtract, multiply });

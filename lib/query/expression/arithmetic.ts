import { Expression, numberType } from './expression.js';
import type { Numeric } from './field-types.js';
import { commonType, operand } from './operand.js';
import type { NullOf, NumberOf, Operand, OperandValue } from './operand-types.js';

type Numbers = readonly Operand<Numeric>[];

/** A quotient of whole numbers is a double. */
type Quotient<O> =
  | NullOf<O>
  | (Extract<OperandValue<O>, object> extends never ? number : NumberOf<Extract<OperandValue<O>, object>>);

function calculate(name: string, given: readonly unknown[]): Expression<never> {
  const read = given.map((each) => operand(name, each));
  const type = commonType(read.map((each) => each.type));
  return new Expression({ [`$${name}`]: read.map(({ compiled }) => compiled) }, type);
}

/** Functions of numbers. To add one, add it here. */
export const arithmetic = Object.freeze({
  /** Adds numbers. */
  add: <const O extends Numbers>(...numbers: O): Expression<NumberOf<O[number]>> => calculate('add', numbers),

  /** Subtracts the second number from the first one. */
  subtract: <const O extends Numbers>(...numbers: O & Two): Expression<NumberOf<O[number]>> =>
    calculate('subtract', numbers),

  /** Multiplies numbers. */
  multiply: <const O extends Numbers>(...numbers: O): Expression<NumberOf<O[number]>> =>
    calculate('multiply', numbers),

  /** Divides the first number by the second one; by 0 it is an error of the server. */
  divide: <const O extends Numbers>(...numbers: O & Two): Expression<Quotient<O[number]>> => {
    const quotient = Expression.read(calculate('divide', numbers));
    return new Expression(
      quotient.compiled,
      quotient.type.kind === 'bigint' ? numberType : quotient.type,
    ) as never;
  },

  /** The remainder of a division. */
  mod: <const O extends Numbers>(...numbers: O & Two): Expression<NumberOf<O[number]>> =>
    calculate('mod', numbers),

  /** Rounds to as many decimal places, halves to the even one. Default 0. */
  round: <const O extends Operand<Numeric>>(value: O, places = 0): Expression<NumberOf<O>> => {
    const { compiled, type } = operand('round', value);
    return new Expression(
      { $round: [compiled, operand('round', places).compiled] },
      commonType([type]),
    ) as never;
  },

  /** The number without its sign. */
  abs: <const O extends Operand<Numeric>>(value: O): Expression<NumberOf<O>> => {
    const { compiled, type } = operand('abs', value);
    return new Expression({ $abs: compiled }, commonType([type])) as never;
  },
});

type Two = readonly [unknown, unknown];

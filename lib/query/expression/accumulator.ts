import type { FieldType } from '../../schema/document-schema.js';
import type { CompiledExpression } from './expression.js';

/** A value that `group` computes from all rows of a group. Made by functions of this package only. */
export class Accumulator<out V = unknown> {
  /** For the compiler only. */
  declare readonly valueType: V;
  readonly #read: CompiledExpression;

  /** @internal */
  constructor(compiled: unknown, type: FieldType) {
    this.#read = { compiled, type };
    Object.freeze(this);
  }

  /** @internal Checks the private field, which copies and parsed objects lack. */
  static isAccumulator(value: unknown): value is Accumulator {
    return typeof value === 'object' && value !== null && #read in value;
  }

  /** @internal */
  static read(accumulator: Accumulator): CompiledExpression {
    return accumulator.#read;
  }
}

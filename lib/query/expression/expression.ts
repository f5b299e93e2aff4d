import type { FieldType } from '../../schema/document-schema.js';

/** The types of values that functions compute. */
export const numberType: FieldType = Object.freeze({ kind: 'number' });
export const booleanType: FieldType = Object.freeze({ kind: 'boolean' });
export const stringType: FieldType = Object.freeze({ kind: 'string' });
export const dateType: FieldType = Object.freeze({ kind: 'date' });

/** An expression in the server's form, and the type of its values. */
export interface CompiledExpression {
  readonly compiled: unknown;
  readonly type: FieldType;
}

/**
 * A value that the server computes from a row. Only functions of this package make one, so JSON that arrives cannot be an expression. `V`
 * is the type of its value; null stands for an absent value too.
 */
export class Expression<out V = unknown> {
  /** For the compiler only. */
  declare readonly valueType: V;
  readonly #read: CompiledExpression;

  /** @internal */
  constructor(compiled: unknown, type: FieldType) {
    this.#read = { compiled, type };
    Object.freeze(this);
  }

  /** @internal Checks the private field, which copies and parsed objects lack. */
  static isExpression(value: unknown): value is Expression {
    return typeof value === 'object' && value !== null && #read in value;
  }

  /** @internal */
  static read(expression: Expression): CompiledExpression {
    return expression.#read;
  }
}

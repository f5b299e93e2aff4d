import type { FieldType } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';

/** Compiles the operand of an operator for the path that it stands under. */
export interface OperandCompiler {
  /** Compiles a value of the field, or of one of its elements. @throws InvalidFilterError */
  value(operand: unknown): unknown;
  /** Compiles an operator inside another one. @throws InvalidFilterError */
  operator(operand: FilterOperator): Plain;
  /** @throws InvalidFilterError, always */
  refuse(reason: string, remedy: string): never;
}

/** One operator of MongoDB that filters can hold. */
export interface FilterNode {
  readonly key: `$${string}`;
  /** The code that makes it, as error messages name it. */
  readonly code: string;
  /** Whether it can compare values of a kind. */
  fits(kind: FieldType['kind']): boolean;
  /** Compiles the value under its key. */
  compile(operand: unknown, compiler: OperandCompiler): unknown;
}

/**
 * An operator in a filter. Only functions of this package make one, so JSON that arrives cannot be an operator. `V` is the type of the
 * values that it compares with.
 */
export class FilterOperator<out V = unknown> {
  /** For the compiler only. */
  declare readonly valueType: V;
  readonly #node: FilterNode;
  readonly #operand: unknown;

  /** @internal */
  constructor(node: FilterNode, operand: unknown) {
    this.#node = node;
    this.#operand = operand;
    Object.freeze(this);
  }

  /** @internal Checks the private field, which copies and parsed objects lack. */
  static isOperator(value: unknown): value is FilterOperator {
    return typeof value === 'object' && value !== null && #node in value;
  }

  /** @internal */
  static read(operator: FilterOperator): { readonly node: FilterNode; readonly operand: unknown } {
    return { node: operator.#node, operand: operator.#operand };
  }
}

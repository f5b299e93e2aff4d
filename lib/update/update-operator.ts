import type { FieldType } from '../schema/document-schema.js';

/** Compiles the operand of an operator for the path that it stands under. Reports what is wrong instead of throwing it. */
export interface UpdateOperandCompiler {
  /** The type of the values at the path. */
  readonly type: FieldType;
  /** Encodes a value of the field, checked against its constraints. */
  value(operand: unknown): unknown;
  /** Encodes a value of the field's type, to which its constraints do not apply: an amount to add. */
  amount(operand: unknown): unknown;
  /** Encodes elements of the field, which is an array, checked against the constraints of each. */
  elements(operands: readonly unknown[]): readonly unknown[];
  /** Encodes elements that are removed from the field, which is an array. They may break its constraints. */
  removed(operands: readonly unknown[]): readonly unknown[];
  /** Compiles a condition on elements of the field, in the server's form. */
  condition(operand: unknown): unknown;
  /** Compiles the order of elements, in the server's form. */
  order(operand: unknown): unknown;
  /** The stored path of another field, which the update changes as well. */
  pathOf(operand: unknown): unknown;
  /** Notes that the field is absent afterwards. */
  removes(): void;
  /** Reports an operand that cannot be used. */
  refuse(message: string): unknown;
}

/** An operator of updates: one file each. */
export interface UpdateNode {
  /** The name of the function that makes it; `set` for a value. */
  readonly name: string;
  /** The operator of MongoDB. */
  readonly key: `$${string}`;
  /** Whether it acts only where an upsert inserts, so that it may give immutable fields their value. */
  readonly isForInsert?: boolean;
  /** Whether it can change values of a type. */
  fits(type: FieldType): boolean;
  compile(operand: unknown, compiler: UpdateOperandCompiler): unknown;
}

/** Changes in the elements of an array that meet a condition. */
export interface ElementsNode {
  readonly name: string;
  readonly isOfElements: true;
}

declare const change: unique symbol;
declare const elementChange: unique symbol;

/* eslint-disable @typescript-eslint/consistent-type-definitions -- an interface would not fit the index signatures of updates */
/**
 * A change of the value at a path, as `inc(1)`. Only functions of this package make one, so JSON that arrives cannot be one. `V` is the type
 * of the values that it leads to.
 */
export type UpdateOperator<V = unknown> = {
  /** For the compiler only. */
  readonly [change]: V;
};

/** A change of some elements of the array at a path, as `pull({ sku: 'a' })`. `E` is the type of the elements. */
export type ElementUpdateOperator<E = unknown> = {
  /** For the compiler only. */
  readonly [elementChange]: E;
};
/** An object without the mark of operators. */
export type NotAnUpdateOperator = {
  readonly [change]?: never;
  readonly [elementChange]?: never;
};
/* eslint-enable @typescript-eslint/consistent-type-definitions */

/** The call of a function that makes an operator of updates: the object behind the types. */
export class OperatorCall {
  readonly #node: UpdateNode | ElementsNode;
  readonly #operand: unknown;

  constructor(node: UpdateNode | ElementsNode, operand: unknown) {
    this.#node = node;
    this.#operand = operand;
    Object.freeze(this);
  }

  /** Checks the private field, which copies and parsed objects lack. */
  static isOperatorCall(value: unknown): value is OperatorCall {
    return typeof value === 'object' && value !== null && #node in value;
  }

  static read(call: OperatorCall): { readonly node: UpdateNode | ElementsNode; readonly operand: unknown } {
    return { node: call.#node, operand: call.#operand };
  }
}

/** Makes an operator of the type that its place needs. */
export function updateOperator<O extends UpdateOperator | ElementUpdateOperator>(
  node: UpdateNode | ElementsNode,
  operand: unknown,
): O {
  return new OperatorCall(node, operand) as unknown as O;
}

import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import type { Plain } from '../value/plain-object.js';

/** Compiles the operand of an operator for the path that it stands under. */
export interface OperandCompiler {
  /** The type of the values at the path. */
  readonly type: FieldType;
  /** Whether conditions with undefined are left out. */
  readonly ignoresUndefined: boolean;
  /** Compiles a value of the field, or of one of its elements. @throws InvalidFilterError */
  value(operand: unknown): unknown;
  /** Compiles a value that those of the field, or of its elements, are compared with by size. @throws InvalidFilterError */
  limit(operand: unknown): unknown;
  /** Compiles an operator on the elements of the field, which is an array. @throws InvalidFilterError */
  elements(operator: Operator): Plain;
  /** Compiles an operator inside another one. @throws InvalidFilterError */
  operator(operand: Operator): Plain;
  /** Compiles a filter for embedded documents, by field name. @throws InvalidFilterError, UnknownPathError */
  filter(schema: DocumentSchema, filter: unknown): Plain;
  /** @throws InvalidFilterError, always */
  readonly refuse: (reason: string, remedy: string) => never;
}

interface NodeName {
  /** The operator of MongoDB; undefined if it is made of several. */
  readonly key?: `$${string}`;
  /** The code that makes it, as error messages name it. */
  readonly code: string;
}

/** An operator on the value at a path. */
export interface ValueNode extends NodeName {
  /** Whether it can stand under a path whose values, or their elements, are of a type. */
  fits(type: FieldType): boolean;
  /** Compiles the operators that stand under the path: `{ $gt: 18 }`; empty if the condition is left out. */
  compile(operand: unknown, compiler: OperandCompiler): Plain;
}

/** An operator that joins conditions: whole filters, or conditions on one path. Its operand is the list of them. */
export interface GroupNode extends NodeName {
  readonly key: '$and' | '$or' | '$nor';
  readonly isGroup: true;
}

/** An operator that stands in place of a whole filter. */
export interface WholeNode extends NodeName {
  compileWhole(operand: unknown, schema: DocumentSchema, refuse: OperandCompiler['refuse']): Plain;
}

/** An operator that filters can hold; one that stands in both places is both. */
export type FilterNode = ValueNode | GroupNode | WholeNode | (ValueNode & WholeNode);

declare const operand: unique symbol;
declare const documentType: unique symbol;
declare const place: unique symbol;

/* eslint-disable @typescript-eslint/consistent-type-definitions -- an interface would not fit the index signatures of filters */
/**
 * An operator for the value at a path, as `gt(18)`. Only functions of this package make one, so JSON that arrives cannot be an operator. `V`
 * is the type of the values that it compares with.
 */
export type FilterOperator<V = unknown> = {
  /** For the compiler only. */
  readonly [operand]: V;
  readonly [place]: 'path';
};

/** A whole filter that a function of this package has made, as `or(...)`. `T` is the document class. */
export type FilterExpression<T> = {
  /** For the compiler only. */
  readonly [documentType]: (document: T) => void;
  readonly [place]: 'whole';
};

/** A condition that may stand under a path, and in place of a whole filter. */
export type RawCondition = {
  /** For the compiler only. */
  readonly [operand]: never;
  readonly [documentType]: (document: unknown) => void;
  readonly [place]: never;
};
/** An object without the mark of operators. */
export type NotAFilterOperator = {
  readonly [place]?: never;
};
/* eslint-enable @typescript-eslint/consistent-type-definitions */

/** The object behind all operators. */
export class Operator {
  readonly #node: FilterNode;
  readonly #operand: unknown;

  constructor(node: FilterNode, operand: unknown) {
    this.#node = node;
    this.#operand = operand;
    Object.freeze(this);
  }

  /** Checks the private field, which copies and parsed objects lack. */
  static isOperator(value: unknown): value is Operator {
    return typeof value === 'object' && value !== null && #node in value;
  }

  static read(operator: Operator): { readonly node: FilterNode; readonly operand: unknown } {
    return { node: operator.#node, operand: operator.#operand };
  }
}

/** Makes an operator of the type that its place needs. */
export function operator<O extends FilterOperator | FilterExpression<never> | RawCondition>(
  node: FilterNode,
  given: unknown,
): O {
  return new Operator(node, given) as unknown as O;
}

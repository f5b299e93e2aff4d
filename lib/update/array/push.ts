import { describeValue } from '../../value/describe-value.js';
import { isPlainObject, newPlain } from '../../value/plain-object.js';
import type { ExpectedElement } from '../../query/array/element-condition.js';
import type { SortDirection } from '../../query/compile-sort.js';
import { isArray } from '../../query/array/is-array.js';
import { updateOperator } from '../update-operator.js';
import type { UpdateNode, UpdateOperandCompiler, UpdateOperator } from '../update-operator.js';

/** The place of the added elements, and the part of the array that is kept. */
export interface PushOptions {
  /** The index before which they are added; negative ones count from the end. Default at the end. */
  readonly position?: number;
  /** The order of the whole array afterwards: a direction, or paths of embedded documents with one each. Default unsorted. */
  readonly sort?: SortDirection | Readonly<Record<string, SortDirection>>;
  /** The number of elements that are kept: of the first ones, if negative of the last ones. Default all. */
  readonly slice?: number;
}

export const pushNode: UpdateNode = {
  name: 'push',
  key: '$push',
  fits: isArray,
  compile(operand, compiler) {
    const { values, options } = operand as { readonly values: unknown; readonly options: unknown };
    if (!Array.isArray(values)) return compiler.refuse(`pushAll takes a list, not ${describeValue(values)}`);
    return {
      $each: compiler.elements(values as unknown[]),
      ...(modifiersOf(options, compiler) as object | undefined),
    };
  },
};

function modifiersOf(options: unknown, compiler: UpdateOperandCompiler): unknown {
  if (options === undefined) return undefined;
  if (!isPlainObject(options)) return compiler.refuse('pushAll takes { position, sort, slice } as options');
  const modifiers = newPlain();
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) continue;
    if (name === 'sort') modifiers['$sort'] = compiler.order(value);
    else if (name !== 'position' && name !== 'slice')
      return compiler.refuse('pushAll takes { position, sort, slice } as options');
    else if (Number.isSafeInteger(value)) modifiers[`$${name}`] = value;
    else return compiler.refuse(`${name} of pushAll is a whole number`);
  }
  return modifiers;
}

/** Adds elements to the end of an array: `{ tags: push('new') }`. `$push` in MongoDB. */
export function push<E>(...values: ExpectedElement<E>[]): UpdateOperator<E[]> {
  return updateOperator(pushNode, Object.freeze({ values: Object.freeze(values), options: undefined }));
}

/**
 * Adds the elements of a list to an array: `{ recent: pushAll([visit], { position: 0, slice: 10 }) }`. `$push` with `$each` in MongoDB.
 */
export function pushAll<E>(
  values: readonly ExpectedElement<E>[],
  options?: PushOptions,
): UpdateOperator<E[]> {
  return updateOperator(pushNode, Object.freeze({ values, options }));
}

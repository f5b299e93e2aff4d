import { compileList, frozenList } from '../comparison/one-of.js';
import { isArray } from './is-array.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export const allOfNode: ValueNode = {
  key: '$all',
  code: 'allOf([...])',
  fits: isArray,
  compile(operand, compiler) {
    const values = compileList('allOf', operand, compiler);
    if (values.length === 0)
      return compiler.refuse(
        'allOf was given an empty list, which the server matches with nothing',
        'Leave the path out',
      );
    return { $all: values };
  },
};

/** Matches documents whose array has all of these elements, in any order: `{ tags: allOf(['a', 'b']) }`. `$all` in MongoDB. */
export function allOf<const V>(values: readonly V[] | undefined): FilterOperator<V[]> {
  return operator(allOfNode, frozenList(values));
}

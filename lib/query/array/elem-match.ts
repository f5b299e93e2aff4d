import { embeddedSchema } from '../../schema/type-contents.js';
import { kindOf } from '../../kind/kinds.js';
import { isEmptyPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import type { DocumentFilter } from '../filter.js';
import { isArray } from './is-array.js';
import { operator, Operator } from '../filter-operator.js';
import type { FilterOperator, OperandCompiler, ValueNode } from '../filter-operator.js';

export const elemMatchNode: ValueNode = {
  key: '$elemMatch',
  code: 'elemMatch(...)',
  fits: isArray,
  compile(operand, compiler) {
    const element = compileElement(operand, compiler);
    return compiler.ignoresUndefined && isEmptyPlain(element) ? {} : { $elemMatch: element };
  },
};

function compileElement(operand: unknown, compiler: OperandCompiler): Plain {
  const element = kindOf(compiler.type).elementType(compiler.type);
  const schema = element && embeddedSchema(element);
  if (schema) return compiler.filter(schema, operand);
  if (Operator.isOperator(operand)) return compiler.elements(operand);
  return compiler.refuse(
    'elemMatch takes a filter only where the elements are embedded documents',
    'Give it an operator, as elemMatch(gt(5)), or a value without elemMatch',
  );
}

/**
 * Matches documents with an element that meets all conditions at once: `{ lines: elemMatch({ sku: 'a', count: gt(2) }) }`,
 * `{ scores: elemMatch(and(gt(5), lt(8))) }`. `$elemMatch` in MongoDB.
 */
export function elemMatch<E>(condition: DocumentFilter<E> | FilterOperator<E>): FilterOperator<E[]> {
  return operator(elemMatchNode, condition);
}

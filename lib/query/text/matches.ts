import { isRegExp } from 'node:util/types';
import { describeValue } from '../../value/describe-value.js';
import { isText, regexOf } from './pattern.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

/** Flags that mean the same to the server; `u` is how it always reads patterns. */
const flags = /^[imsu]*$/;

export const matchesNode: ValueNode = {
  key: '$regex',
  code: 'matches(...)',
  fits: isText,
  compile(operand, { refuse }) {
    if (!isRegExp(operand))
      return refuse(
        `matches was given ${describeValue(operand)}`,
        'Give it a regular expression, or use contains(...)',
      );
    if (!flags.test(operand.flags) || operand.source.includes('\0'))
      return refuse(
        'matches was given a flag that the server lacks, or NUL in its pattern',
        'Use the flags i, m and s',
      );
    return regexOf(operand.source, operand.flags.replace('u', ''), refuse);
  },
};

/**
 * Matches documents whose text matches a regular expression: `{ name: matches(/^Ad[ae]$/i) }`. The server reads it as PCRE. Never build it
 * from input: use `contains`. `$regex` in MongoDB.
 */
export function matches<S extends string = never>(pattern: RegExp | undefined): FilterOperator<S> {
  return operator(matchesNode, pattern);
}

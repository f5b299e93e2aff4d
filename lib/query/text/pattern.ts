import type { FieldType } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, ValueNode } from '../filter-operator.js';

export interface TextMatchOptions {
  /** Whether upper and lower case are the same; such a condition can only scan an index. Default false. */
  readonly ignoreCase?: boolean;
}

interface Search {
  readonly text: unknown;
  readonly options: unknown;
}

/** Whether values of a type are text. */
export function isText({ kind }: FieldType): boolean {
  return kind === 'string' || kind === 'any';
}

/** Makes an operator that looks for text as it is written. @param toPattern adds anchors to the escaped text */
export function textNode(name: string, toPattern: (escaped: string) => string): ValueNode {
  return {
    code: `${name}(...)`,
    fits: isText,
    compile(operand, { refuse }) {
      const { text, options } = operand as Search;
      if (typeof text !== 'string' || !text.isWellFormed())
        return refuse(`${name} was given ${describeValue(text)}`, 'Give it text, without half characters');
      return regexOf(toPattern(escaped(text)), ignoresCase(options, refuse) ? 'i' : '');
    },
  };
}

export function textOperator<S extends string>(
  node: ValueNode,
  text: string | undefined,
  options: TextMatchOptions | undefined,
): FilterOperator<S> {
  return operator(node, text === undefined ? undefined : Object.freeze<Search>({ text, options }));
}

function ignoresCase(options: unknown, refuse: (reason: string, remedy: string) => never): boolean {
  if (options === undefined) return false;
  const { ignoreCase = false } = options as { readonly ignoreCase?: unknown };
  if (typeof ignoreCase === 'boolean') return ignoreCase;
  return refuse('ignoreCase is neither true nor false', 'Give true or false');
}

/** The operators for a pattern of PCRE. */
export function regexOf(
  pattern: string,
  flags: string,
): { readonly $regex: string; readonly $options?: string } {
  return flags === '' ? { $regex: pattern } : { $regex: pattern, $options: flags };
}

/** Text in which no character has a meaning of its own. */
function escaped(text: string): string {
  // The server refuses NUL in a pattern.
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('\0', '\\x00');
}

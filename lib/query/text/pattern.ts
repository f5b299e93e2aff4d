import { inLetterCase } from '../../kind/normalised-scalar.js';
import type { Normaliser } from '../../schema/declare/normalisation.js';
import type { FieldType, ScalarType } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { operator } from '../filter-operator.js';
import type { FilterOperator, OperandCompiler, ValueNode } from '../filter-operator.js';

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

/** Makes an operator that looks for text as it is written, in the letter case of the field. @param toPattern adds anchors to the escaped text */
export function textNode(name: string, toPattern: (escaped: string) => string): ValueNode {
  return {
    code: `${name}(...)`,
    fits: isText,
    compile(operand, { type, refuse }) {
      const { text, options } = operand as Search;
      if (typeof text !== 'string' || !text.isWellFormed())
        return refuse(`${name} was given ${describeValue(text)}`, 'Give it text, without half characters');
      const searched = inLetterCase(textNormaliser(type), text) as string;
      return regexOf(toPattern(escaped(searched)), ignoresCase(options, refuse) ? 'i' : '', refuse);
    },
  };
}

/** The normaliser of text at a path, or in the lists there. */
function textNormaliser(type: FieldType): Normaliser | undefined {
  return 'of' in type ? textNormaliser(type.of) : (type as ScalarType).normaliser;
}

export function textOperator<S extends string>(
  node: ValueNode,
  text: string | undefined,
  options: TextMatchOptions | undefined,
): FilterOperator<S> {
  return operator(node, text === undefined ? undefined : Object.freeze<Search>({ text, options }));
}

function ignoresCase(options: unknown, refuse: OperandCompiler['refuse']): boolean {
  if (options === undefined) return false;
  if (!isPlainObject(options))
    return refuse('Its options are not an object', 'Give { ignoreCase: true }, or nothing');
  const { ignoreCase = false } = options;
  if (typeof ignoreCase === 'boolean') return ignoreCase;
  return refuse('ignoreCase is neither true nor false', 'Give true or false');
}

/** The longest pattern that the server takes, in bytes. */
const longest = 32_764;

/** The operators for a pattern of PCRE. @throws InvalidFilterError if it is too long */
export function regexOf(pattern: string, flags: string, refuse: OperandCompiler['refuse']): Plain {
  if (Buffer.byteLength(pattern) > longest)
    return refuse(
      `Its pattern has more than ${longest.toLocaleString('en')} bytes`,
      'Look for a shorter text',
    );
  return flags === '' ? { $regex: pattern } : { $regex: pattern, $options: flags };
}

/** Text in which no character has a meaning of its own. */
function escaped(text: string): string {
  // The server refuses NUL in a pattern.
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('\0', '\\x00');
}

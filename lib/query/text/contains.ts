import type { FilterOperator } from '../filter-operator.js';
import { textNode, textOperator } from './pattern.js';
import type { TextMatchOptions } from './pattern.js';

export const containsNode = textNode('contains', (text) => text);

/** Matches documents whose text contains this text: `{ name: contains('ad', { ignoreCase: true }) }`. `$regex` in MongoDB, with the text escaped. */
export function contains<S extends string = never>(
  text: string | undefined,
  options?: TextMatchOptions,
): FilterOperator<S> {
  return textOperator(containsNode, text, options);
}

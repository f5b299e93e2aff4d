import type { FilterOperator } from '../filter-operator.js';
import { textNode, textOperator } from './pattern.js';
import type { TextMatchOptions } from './pattern.js';

// The anchor $ would also match before a line break at the end.
export const endsWithNode = textNode('endsWith', (text) => `${text}(?![\\s\\S])`);

/** Matches documents whose text ends with this text: `{ email: endsWith('@example.org') }`. `$regex` in MongoDB, with the text escaped. */
export function endsWith<S extends string = never>(
  text: string | undefined,
  options?: TextMatchOptions,
): FilterOperator<S> {
  return textOperator(endsWithNode, text, options);
}

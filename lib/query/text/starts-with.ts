import type { FilterOperator } from '../filter-operator.js';
import { textNode, textOperator } from './pattern.js';
import type { TextMatchOptions } from './pattern.js';

export const startsWithNode = textNode('startsWith', (text) => `^${text}`);

/** Matches documents whose text starts with this text: `{ name: startsWith('Ad') }`. Uses an index unless case is ignored. `$regex` in MongoDB. */
export function startsWith<S extends string = never>(
  text: string | undefined,
  options?: TextMatchOptions,
): FilterOperator<S> {
  return textOperator(startsWithNode, text, options);
}

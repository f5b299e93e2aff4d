import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { operator } from '../filter-operator.js';
import type { FilterExpression, WholeNode } from '../filter-operator.js';

export interface TextSearchOptions {
  /** The language of stop words and word stems, as `english` or `none`. Default that of the index. */
  readonly language?: string;
  /** Default false. */
  readonly caseSensitive?: boolean;
  /** Whether accents make a difference. Default false. */
  readonly diacriticSensitive?: boolean;
}

const kindsOfOptions: Readonly<Record<string, string>> = {
  language: 'string',
  caseSensitive: 'boolean',
  diacriticSensitive: 'boolean',
};

export const textNode: WholeNode = {
  key: '$text',
  code: 'text(...)',
  compileWhole(operand, _schema, refuse) {
    const { search, options = {} } = operand as { readonly search: unknown; readonly options: unknown };
    if (typeof search !== 'string' || !search.isWellFormed())
      return refuse('text takes the words to search for', 'Give it text');
    if (!isPlainObject(options)) return refuse('The options of text are not an object', 'Give an object');
    const compiled: Plain = { $search: search };
    for (const [name, value] of Object.entries(options)) {
      if (value === undefined) continue;
      if (!Object.hasOwn(kindsOfOptions, name) || typeof value !== kindsOfOptions[name])
        return refuse(
          'text has an unknown option, or one of the wrong type',
          'Use language, caseSensitive and diacriticSensitive',
        );
      compiled[`$${name}`] = value;
    }
    return { $text: compiled };
  },
};

/** Matches documents by words, with the text index of the collection: `text('coffee -decaf "fair trade"')`. `$text` in MongoDB. */
export function text(search: string, options?: TextSearchOptions): FilterExpression<unknown> {
  return operator(textNode, Object.freeze({ search, options }));
}

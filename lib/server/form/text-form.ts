import type { Document } from 'mongodb';
import { isPlainObject } from '../../value/plain-object.js';
import { numberOf } from './option-forms.js';

type Keys = readonly (readonly [path: string, direction: unknown])[];

/** The parts of a text index; of other indexes its keys only. */
export interface TextForm {
  /** With the paths of texts in alphabetical order. */
  readonly keys: Keys;
  readonly weights: string;
  readonly language: string;
  readonly languageField: string;
}

/** Reads a text index as it is declared, or as the server stores it: keys `_fts` and `_ftsx` in place of the paths, which are in `weights`. */
export function textForm(keys: Keys, options: Readonly<Document>): TextForm {
  const isText = ([, direction]: Keys[number]): boolean => direction === 'text';
  if (!keys.some(isText)) return { keys, weights: '', language: '', languageField: '' };
  const declared = keys.filter((key) => isText(key) && key[0] !== '_fts').map(([path]) => [path, 1] as const);
  const given = isPlainObject(options['weights']) ? options['weights'] : {};
  const weights = Object.entries({ ...Object.fromEntries(declared), ...given }).sort(byName);
  const rest = keys.filter(([path]) => path !== '_ftsx');
  const before = rest.slice(0, rest.findIndex(isText));
  const after = rest.slice(before.length).filter((key) => !isText(key));
  return {
    keys: [...before, ...weights.map(([path]) => [path, 'text'] as const), ...after],
    weights: weights.map(([path, weight]) => `${path} ${numberOf(weight) ?? 1}`).join(', '),
    language: textOf(options['default_language'], 'english'),
    languageField: textOf(options['language_override'], 'language'),
  };
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

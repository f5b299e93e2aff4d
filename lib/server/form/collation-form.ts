import { contentKey } from '../../value/equality/content-key.js';
import { isPlainObject } from '../../value/plain-object.js';

/** The options of a collation that the server adds to a locale, for most locales. */
const defaults: Readonly<Record<string, unknown>> = Object.freeze({
  ...{ strength: 3, caseLevel: false, caseFirst: 'off', numericOrdering: false },
  ...{ alternate: 'non-ignorable', maxVariable: 'punct', normalization: false, backwards: false },
});

/** Locales with other defaults. */
const defaultsOfLocales: Readonly<Record<string, Readonly<Record<string, unknown>>>> = Object.freeze({
  da: { caseFirst: 'upper' },
  fr_CA: { backwards: true },
  mt: { caseFirst: 'upper' },
  th: { alternate: 'shifted' },
});

/** A collation without the options that are defaults of its locale; empty for that of bytes, `simple`. */
export function collationForm(collation: unknown): string {
  if (!isPlainObject(collation)) return '';
  const { locale, version: _version, ...options } = collation;
  if (typeof locale !== 'string' || locale === 'simple') return '';
  const own = Object.hasOwn(defaultsOfLocales, locale) ? defaultsOfLocales[locale] : undefined;
  const expected = { ...defaults, ...own };
  const chosen = Object.keys(options)
    .filter((name) => contentKey(options[name]) !== contentKey(expected[name]))
    .sort()
    .map((name) => `${name} ${contentKey(options[name]).replaceAll('"', '')}`);
  return [locale, ...chosen].join(', ');
}

import { PatternTranslator, Untranslatable } from './pattern-translator.js';

/** The longest pattern that the server takes, in bytes. */
const longest = 32_764;

/**
 * Translates a regular expression to one of the server (PCRE without options), which matches at least the same text.
 * @returns undefined for one that the server reads otherwise, or may read otherwise
 */
export function patternOf(pattern: RegExp): string | undefined {
  try {
    const translated = new PatternTranslator(pattern.source, pattern.flags).translate();
    return Buffer.byteLength(translated) > longest ? undefined : translated;
  } catch (error) {
    if (error instanceof Untranslatable) return undefined;
    throw error;
  }
}

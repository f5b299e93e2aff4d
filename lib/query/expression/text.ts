import { Expression, numberType, stringType } from './expression.js';
import { operand } from './operand.js';
import type { NullOf, Operand } from './operand-types.js';

function changed(key: string, place: string, text: unknown): Expression<string> {
  return new Expression({ [key]: operand(place, text).compiled }, stringType);
}

/** Functions of text. */
export const texts = Object.freeze({
  /** Joins texts; null if one is null or absent. */
  concat: <const O extends readonly Operand<string>[]>(
    ...parts: O
  ): Expression<string | NullOf<O[number]>> => {
    const compiled = parts.map((each) => operand('concat', each).compiled);
    return new Expression({ $concat: compiled }, stringType);
  },

  /** The text in lower case; '' of null. */
  toLower: (text: Operand<string>): Expression<string> => changed('$toLower', 'toLower', text),

  /** The text in upper case; '' of null. */
  toUpper: (text: Operand<string>): Expression<string> => changed('$toUpper', 'toUpper', text),

  /** A part of a text: from the character at `start`, counted from 0, at most as many characters; '' of null. */
  substring: (text: Operand<string>, start: Operand<number>, length: Operand<number>): Expression<string> => {
    const compiled = [text, start, length].map((each) => operand('substring', each).compiled);
    return new Expression({ $substrCP: compiled }, stringType);
  },

  /** The number of characters of a text; 0 of null. */
  textLength: (text: Operand<string>): Expression<number> => {
    const { compiled } = operand('textLength', text);
    return new Expression({ $strLenCP: { $ifNull: [compiled, ''] } }, numberType);
  },
});

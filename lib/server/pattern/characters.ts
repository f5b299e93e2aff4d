/** The white space of JavaScript, for a class of characters; `\s` of the server has less. */
export const spaces = '\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';

/** Classes of characters that the server has too, but with other members under some options. */
export const digits = '0-9';
export const wordCharacters = 'A-Za-z0-9_';

/** The characters that `.` leaves out. */
export const lineEnds = '\n\r\u2028\u2029';

/** The end of the text; `$` of the server also stands before a last line break. */
export const endOfText = '(?![\\s\\S])';

/** A character that stands for itself, in a class and outside of one. */
export function literal(character: string): string {
  return /^[!-/:-@[-^`{-~]$/.test(character) ? `\\${character}` : character;
}

export function isAscii(character: string): boolean {
  return character.length === 1 && character <= '\x7f';
}

/** Whether one of the code units between two, both included, is half of a character. */
export function holdsHalves(from: string, to: string): boolean {
  return from <= '\udfff' && to >= '\ud800';
}

import {
  digits,
  endOfText,
  holdsHalves,
  isAscii,
  lineEnds,
  literal,
  spaces,
  wordCharacters,
} from './characters.js';
import { PatternReader, Untranslatable, untranslatable } from './pattern-reader.js';
import type { Shorthand } from './pattern-reader.js';

export { Untranslatable };

/** A translated part of a pattern. */
interface Part {
  readonly text: string;
  /** The part of `size` that repetitions multiply: the server copies groups that are repeated. */
  readonly size: number;
  /** Whether it matches one character, and which: `wide` also those that are two code units. */
  readonly matches: 'wide' | 'narrow' | 'group';
}

/** The greatest number of repetitions, and of copies of repeated groups. */
const mostCopies = 1000;

/** Translates one regular expression. Anything that is not known to be read alike is untranslatable. */
export class PatternTranslator {
  readonly #reader: PatternReader;
  readonly #isUnicode: boolean;
  readonly #ignoresCase: boolean;
  #depth = 0;
  /** Whether a wide character may stand directly before this place. */
  #isAfterWide = false;
  #hasWide = false;
  #hasLookahead = false;

  constructor(
    source: string,
    private readonly flags: string,
  ) {
    this.#isUnicode = flags.includes('u');
    this.#ignoresCase = flags.includes('i');
    this.#reader = new PatternReader(source, this.#isUnicode);
  }

  /** @throws Untranslatable */
  translate(): string {
    // Sets of classes, and patterns that match only at the start.
    if (/[vy]/.test(this.flags)) untranslatable();
    const { text } = this.#alternatives();
    if (!this.#reader.isAtEnd) untranslatable();
    if (this.#hasLookahead && this.#hasWide && !this.#isUnicode) untranslatable();
    return this.#ignoresCase ? `(?i)${text}` : text;
  }

  #alternatives(): Pick<Part, 'text' | 'size'> {
    let text = '';
    let size = 0;
    while (!this.#reader.isAtEnd && !this.#reader.startsWith(')')) {
      const part = this.#reader.skip('|') ? this.#nextAlternative() : this.#term();
      text += part.text;
      size += part.size;
    }
    return { text, size };
  }

  #nextAlternative(): Pick<Part, 'text' | 'size'> {
    if (this.#depth === 0) this.#isAfterWide = false;
    return { text: '|', size: 0 };
  }

  #term(): Pick<Part, 'text' | 'size'> {
    const anchor = this.#reader.match(/[$^]/y)?.[0];
    if (anchor === undefined) return this.#repeated(this.#atom());
    // Otherwise it also stands at line breaks, which differ.
    if (this.flags.includes('m')) untranslatable();
    return { text: anchor === '^' ? '^' : endOfText, size: 0 };
  }

  #atom(): Part {
    const reader = this.#reader;
    if (reader.skip('(')) return this.#group();
    if (reader.skip('[')) return this.#class();
    if (reader.skip('.')) return wide(this.flags.includes('s') ? '[\\s\\S]' : `[^${lineEnds}]`);
    if (!reader.skip('\\')) return this.#one(reader.character());
    const escape = reader.escape();
    if (typeof escape === 'object') return this.#one(escape.character);
    if (escape === 'W' && this.#ignoresCase) untranslatable();
    const members = membersOf(escape);
    return isNegated(escape) ? wide(`[^${members}]`) : narrow(`[${members}]`);
  }

  #one(character: string): Part {
    // Case is not ignored alike beyond ASCII.
    if (this.#ignoresCase && !isAscii(character)) untranslatable();
    return narrow(literal(character));
  }

  #group(): Part {
    const reader = this.#reader;
    const lookahead = reader.match(/\?[=!]/y)?.[0];
    if (lookahead) this.#hasLookahead = true;
    // What matches more text than in JavaScript refuses more here.
    if (lookahead === '?!' && this.#ignoresCase) untranslatable();
    if (!lookahead && !reader.match(/\?:|\?<[^=!>]+>/y) && reader.startsWith('?')) untranslatable();
    this.#depth++;
    const { text, size } = this.#alternatives();
    this.#depth--;
    if (!reader.skip(')')) untranslatable();
    return { text: `(${lookahead ?? '?:'}${text})`, size, matches: 'group' };
  }

  #class(): Part {
    const reader = this.#reader;
    const isExcluding = reader.skip('^');
    let members = '';
    while (!reader.skip(']')) members += this.#members();
    // JavaScript has classes that match nothing, or everything.
    if (members === '') untranslatable();
    if (isExcluding && this.#ignoresCase && /[a-z]/i.test(members)) untranslatable();
    return isExcluding ? wide(`[^${members}]`) : narrow(`[${members}]`);
  }

  /** One character of a class, a range, or a shorthand. */
  #members(): string {
    const from = this.#member();
    if (!this.#reader.startsWith('-') || this.#reader.startsWith('-]'))
      return 'character' in from ? literal(from.character) : from.members;
    this.#reader.skip('-');
    const to = this.#member();
    if (!('character' in from) || !('character' in to)) untranslatable();
    const [first, last] = [from.character, to.character];
    if (!this.#isUnicode && holdsHalves(first, last)) untranslatable();
    return `${literal(first)}-${literal(last)}`;
  }

  #member(): { readonly character: string } | { readonly members: string } {
    const escape = this.#reader.skip('\\') ? this.#reader.escape() : { character: this.#reader.character() };
    if (typeof escape === 'string')
      return isNegated(escape) ? untranslatable() : { members: membersOf(escape) };
    if (this.#ignoresCase && !isAscii(escape.character)) untranslatable();
    return escape;
  }

  #repeated(part: Part): Pick<Part, 'text' | 'size'> {
    const found = this.#reader.match(/(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y);
    const [text = '', least, , greatest] = found ?? [];
    const first = text[0];
    const min = first === '{' ? Number(least) : first === '*' || first === '?' ? 0 : 1;
    this.#place(part, min);
    const size = part.size * Math.max(1, Number(least ?? 1), Number(greatest ?? 1));
    if (size > mostCopies) untranslatable();
    return { text: part.text + text, size };
  }

  /**
   * Without the flag `u`, JavaScript takes a character of two code units for two. What matches one is then known to match here only if it
   * need not match twice, alone or together with another one beside it.
   */
  #place({ matches }: Part, min: number): void {
    if (matches === 'wide') this.#hasWide = true;
    if (this.#isUnicode) return;
    if (matches === 'wide') {
      if (this.#depth > 0 || min > 1 || this.#isAfterWide) untranslatable();
      this.#isAfterWide = true;
    } else if (matches === 'narrow' && min > 0 && this.#depth === 0) this.#isAfterWide = false;
  }
}

function wide(text: string): Part {
  return { text, size: 1, matches: 'wide' };
}

function narrow(text: string): Part {
  return { text, size: 1, matches: 'narrow' };
}

function isNegated(shorthand: Shorthand): boolean {
  return shorthand === shorthand.toUpperCase();
}

function membersOf(shorthand: Shorthand): string {
  const members = { d: digits, s: spaces, w: wordCharacters };
  return members[shorthand.toLowerCase() as keyof typeof members];
}

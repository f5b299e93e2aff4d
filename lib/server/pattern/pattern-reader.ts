/** A pattern means, or may mean, something else on the server. */
export class Untranslatable extends Error {}

export function untranslatable(): never {
  throw new Untranslatable();
}

/** A shorthand for a class of characters. */
export type Shorthand = 'd' | 'D' | 's' | 'S' | 'w' | 'W';

const controls: Readonly<Record<string, string>> = Object.freeze({
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
});

/** Reads the source of a regular expression, which JavaScript has accepted, from left to right. */
export class PatternReader {
  #at = 0;

  constructor(
    private readonly source: string,
    private readonly isUnicode: boolean,
  ) {}

  get isAtEnd(): boolean {
    return this.#at >= this.source.length;
  }

  startsWith(text: string): boolean {
    return this.source.startsWith(text, this.#at);
  }

  /** Skips a text if it stands here. @returns whether it does */
  skip(text: string): boolean {
    const stands = this.startsWith(text);
    if (stands) this.#at += text.length;
    return stands;
  }

  /** Reads what a pattern, with the flag `y`, matches here. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.source) ?? undefined;
    if (found) this.#at += found[0].length;
    return found;
  }

  /** Reads a character that stands for itself. */
  character(): string {
    const code = this.source.codePointAt(this.#at);
    const character = code === undefined ? untranslatable() : String.fromCodePoint(code);
    this.#at += character.length;
    if (!this.isUnicode && character.length > 1) untranslatable();
    return storable(character);
  }

  /** Reads what follows a backslash: a shorthand, or a character. */
  escape(): Shorthand | { readonly character: string } {
    const shorthand = this.match(/[dDsSwW]/y);
    if (shorthand) return shorthand[0] as Shorthand;
    const code = this.match(/x([\da-fA-F]{2})|u([\da-fA-F]{4})/y) ?? this.#codePoint();
    if (code) return { character: storable(fromHex(code[1] ?? code[2] ?? '')) };
    const control = this.match(/[tnvfr]/y);
    if (control) return { character: controls[control[0]] as string };
    // Letters and digits have a meaning, or will get one.
    if (this.match(/(?=[\w\s])/y)) untranslatable();
    return { character: this.character() };
  }

  #codePoint(): RegExpExecArray | undefined {
    return this.isUnicode ? this.match(/u\{([\da-fA-F]+)\}/y) : undefined;
  }
}

function fromHex(digits: string): string {
  return String.fromCodePoint(Number.parseInt(digits, 16));
}

/** The server takes neither NUL nor half of a character in a pattern. */
function storable(character: string): string {
  return character === '\0' || !character.isWellFormed() ? untranslatable() : character;
}

import { evaluate } from '../../source/evaluate.js';

/** Texts up to this many bytes are put together from their characters; longer ones are faster to ask the platform for. */
const longest = 28;

/** The ASCII text of `length` bytes from `at` on; undefined if it is longer than this reads, or not ASCII. */
export type ShortTextReader = (bytes: Uint8Array, at: number, length: number) => string | undefined;

/** One call for all characters of a text is what makes it fast, so there is one for each length, written out. */
function source(): string {
  const cases = Array.from({ length: longest }, (_, index) => {
    const bytes = Array.from({ length: index + 1 }, (_, offset) => `b[p + ${offset}]`);
    return `case ${index + 1}: return (${bytes.join(' | ')}) < 128 ? String.fromCharCode(${bytes.join(', ')}) : undefined;`;
  });
  return `return (b, p, n) => { switch (n) { case 0: return '';\n${cases.join('\n')}\n default: return undefined; } };`;
}

/** Where code from strings is not allowed nothing is short. */
export const shortText: ShortTextReader = evaluate<ShortTextReader>(source(), {}) ?? (() => undefined);

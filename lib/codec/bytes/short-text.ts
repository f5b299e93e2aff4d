import { evaluate } from '../../source/evaluate.js';

/** The most bytes of a text that is put together from its characters; for longer ones the platform is faster. */
const longest = 28;

/** The ASCII text of `length` bytes from `at` on; undefined if it is longer than this reads, or not ASCII. */
export type ShortTextReader = (bytes: Uint8Array, at: number, length: number) => string | undefined;

/** Writes out one call per length, since a single call for all characters makes it fast. */
function source(): string {
  const cases = Array.from({ length: longest }, (_, index) => {
    const bytes = Array.from({ length: index + 1 }, (_, offset) => `b[p + ${offset}]`);
    return `case ${index + 1}: return (${bytes.join(' | ')}) < 128 ? String.fromCharCode(${bytes.join(', ')}) : undefined;`;
  });
  return `return (b, p, n) => { switch (n) { case 0: return '';\n${cases.join('\n')}\n default: return undefined; } };`;
}

/** Without code generation every text takes the platform's path. */
export const shortText: ShortTextReader = evaluate<ShortTextReader>(source(), {}) ?? (() => undefined);

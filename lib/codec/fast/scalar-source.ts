import type { ScalarKind } from '../../schema/kind-declarations.js';

/** Makes the statement that takes a value, given the source of an expression for it. */
export type Taker = (value: string) => string;

/** By BSON type: what reads it, and its size. Other types go by way of the codec, which knows whether they fit. */
const reads: Readonly<
  Partial<Record<ScalarKind, readonly (readonly [code: number, reader: string, size: number])[]>>
> = {
  number: [
    [0x10, 'int32', 4],
    [0x01, 'double', 8],
    [0x12, 'safeNumber', 8],
  ],
  double: [
    [0x01, 'double', 8],
    [0x10, 'int32', 4],
  ],
  int32: [[0x10, 'int32', 4]],
  bigint: [[0x12, 'long', 8]],
  boolean: [[0x08, 'boolean', 1]],
  date: [[0x09, 'date', 8]],
  objectId: [[0x07, 'objectId', 12]],
};

/** The source that reads a value of type `t`, not null, at `p`, and moves `p` behind it. */
export function scalarSource(kind: ScalarKind, take: Taker): string {
  if (kind === 'string') {
    return `if (t === 2) {
      l = int32(b, p);
      if (l < 1 || p + 4 + l > e || b[p + 3 + l] !== 0) throw irregular;
      ${take('text(b, p + 4, l - 1)')} p += 4 + l;
    }`;
  }
  const known = (reads[kind] ?? []).map(
    ([code, name, size]) => `if (t === ${code}) { ${take(`${name}(b, p)`)} p += ${size}; }`,
  );
  const other = `if (t !== 10) { z = endOfValue(b, t, p, e); ${take(`other(b, t, p, z, s.${kind})`)} p = z; }`;
  return [...known, other].join(' else ');
}

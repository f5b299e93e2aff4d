import { code } from '../../source/source-writer.js';
import type { ScalarKind } from '../../schema/kind-declarations.js';

/** Makes the statement that uses a value, given the source of an expression for it. */
export type Taker = (value: string) => string;

/** The reader and size of each BSON type. Other types go through their kind, which decides whether they fit. */
const reads: Readonly<
  Partial<Record<ScalarKind, readonly (readonly [bsonType: number, reader: string, size: number])[]>>
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

/** The source that reads a value of a `type`, not null, at `at`, and moves `at` behind it. */
export function scalarSource(kind: ScalarKind, take: Taker): string {
  if (kind === 'string') {
    return code(
      `if (type === 2) {
      length = int32(bytes, at);
      if (length < 1 || at + 4 + length > end || bytes[at + 3 + length] !== 0) throw irregular;
      $take at += 4 + length;
    }`,
      { take: take('text(bytes, at + 4, length - 1)') },
    );
  }
  const known = (reads[kind] ?? []).map(([bsonType, name, size]) =>
    code('if (type === $bsonType) { $take at += $size; }', {
      ...{ bsonType, size, take: take(`${name}(bytes, at)`) },
    }),
  );
  const other = code('if (type !== 10) { after = endOfValue(bytes, type, at, end); $take at = after; }', {
    take: take(`other(bytes, type, at, after, kinds.${kind})`),
  });
  return [...known, other].join(' else ');
}

import { createHash } from 'node:crypto';
import { bytesOfList, listOfBytes } from '../../codec/bytes/list-as-bytes.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { unwrapped } from '../../value/bson-tag.js';
import { InvalidCursorError, InvalidQueryError } from '../query-errors.js';
import { isPosition } from './position.js';
import type { Position } from './position.js';
import type { SortKey } from './sort-keys.js';

/** The first byte of a cursor; another number for every other layout. */
const version = 1;

/** The number of bytes after the version that tell one class and sort from another. */
const signatureLength = 8;

/** The greatest length of a cursor, in characters. */
const longest = 65_536;

/** Writes a place in a sort order as text for URLs: version, signature, BSON. @throws InvalidQueryError if its values are too long */
export function cursorOf(schema: RootSchema, keys: readonly SortKey[], position: Position): string {
  const cursor = textOf(schema, keys, position);
  if (cursor.length <= longest) return cursor;
  throw new InvalidQueryError(
    schema.name,
    'A value that it sorts by is too long for a cursor',
    'Sort by shorter values, or ask for the page by its number',
  );
}

/**
 * Reads a cursor, which may be anything. Only a text is accepted that `cursorOf` writes for the same class and sort, so its values are
 * null or of the kinds of their fields, and never an operator.
 * @throws InvalidCursorError
 */
export function readCursor(schema: RootSchema, keys: readonly SortKey[], cursor: unknown): Position {
  const position = typeof cursor === 'string' && cursor.length <= longest ? valuesOf(cursor) : undefined;
  if (position && isPosition(keys, position) && textOf(schema, keys, position) === cursor) return position;
  throw new InvalidCursorError(schema.name);
}

function textOf(schema: RootSchema, keys: readonly SortKey[], position: Position): string {
  const parts = [Buffer.of(version), signatureOf(schema, keys), bytesOfList(position)];
  return Buffer.concat(parts).toString('base64url');
}

function valuesOf(cursor: string): Position | undefined {
  const bytes = Buffer.from(cursor, 'base64url');
  return listOfBytes(bytes.subarray(1 + signatureLength))?.map(unwrapped);
}

function signatureOf({ name }: RootSchema, keys: readonly SortKey[]): Buffer {
  const signed = JSON.stringify([name, ...keys.map(({ keyPath, direction }) => [keyPath, direction])]);
  return createHash('sha256').update(signed).digest().subarray(0, signatureLength);
}

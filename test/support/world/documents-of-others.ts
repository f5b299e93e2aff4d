import { readFileSync } from 'node:fs';
import { BSON } from 'mongodb';
import type { Document as Stored } from 'mongodb';

/** The documents that others have written, as values of the driver that keep the BSON type of every number. */
export function documentsOf(writer: 'mongoose' | 'mongoengine'): Stored {
  const file = new URL(`./${writer}-documents.json`, import.meta.url);
  return (BSON.EJSON.parse(readFileSync(file, 'utf8'), { relaxed: false }) as Stored)['documents'] as Stored;
}

/** Reads bytes so that writing gives the same bytes again. */
const exactly = { promoteValues: false, bsonRegExp: true } as const;

/** The bytes of a stored document, as a text that can be compared. */
export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

/** The bytes of a document with another value at one path of stored keys, and nothing else changed; without it if that is undefined. */
export function withChange(bytes: Uint8Array, path: string, value: unknown): string {
  const document = BSON.deserialize(bytes, exactly);
  if (hex(BSON.serialize(document)) !== hex(bytes))
    throw new Error('the driver does not write what it reads');
  const keys = path.split('.');
  const last = keys.pop()!;
  const container = keys.reduce<Stored>((each, key) => each[key] as Stored, document);
  if (value === undefined) Reflect.deleteProperty(container, last);
  else container[last] = value;
  return hex(BSON.serialize(document));
}

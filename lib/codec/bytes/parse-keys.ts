import { newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { boolean, date, endOfKey, endOfValue, int32, irregular, objectId, text } from './bson-bytes.js';
import { parseElements } from './parse-stored.js';
import { shortText } from './short-text.js';

/**
 * Parses only the values under these keys, as `parseStored` does.
 * @throws if the bytes are not a document
 */
export function parseKeys(bytes: Buffer, keys: ReadonlySet<string>): Plain {
  const found = newPlain();
  const end = bytes.length - 1;
  let at = 4;
  while (at < end) {
    const value = endOfKey(bytes, at + 1, end) + 1;
    const next = endOfValue(bytes, bytes[at] as number, value, end);
    const key = keyAt(bytes, at + 1, value - 1);
    // Of two elements with one key the driver finds the last.
    if (keys.has(key)) found[key] = parseValue(bytes, at, value, next);
    at = next;
  }
  return found;
}

export function keyAt(bytes: Buffer, at: number, end: number): string {
  return shortText(bytes, at, end - at) ?? bytes.toString('utf8', at, end);
}

/** Whether this key stands here, including its end. Keys with characters beyond ASCII have to be decoded. */
export function isKeyAt(bytes: Buffer, at: number, key: string): boolean {
  for (let index = 0; index < key.length; index++) {
    const code = key.charCodeAt(index);
    if (code > 127)
      return Buffer.compare(bytes.subarray(at, endOfKey(bytes, at, bytes.length)), Buffer.from(key)) === 0;
    if (bytes[at + index] !== code) return false;
  }
  return bytes[at + key.length] === 0;
}

/** The value of the element from `element` to `next`. The most common types are read here, others by the driver. */
export function parseValue(bytes: Buffer, element: number, at: number, next: number): unknown {
  try {
    switch (bytes[element]) {
      case 0x02:
        return text(bytes, at + 4, next - at - 5);
      case 0x07:
        return objectId(bytes, at);
      case 0x08:
        return boolean(bytes, at);
      case 0x09:
        return date(bytes, at);
      case 0x0a:
        return null;
      case 0x10:
        return int32(bytes, at);
      default:
    }
  } catch (error) {
    if (error !== irregular) throw error;
  }
  const [value] = Object.values(parseElements(bytes.subarray(element, next)));
  return value;
}

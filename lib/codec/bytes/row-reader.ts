import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { depthLimit } from '../../value/storable.js';
import { endOfKey, endOfValue, int32, irregular, text } from './bson-bytes.js';
import { isKeyAt, keyAt } from './parse-keys.js';
import { scalarReader } from './scalar-reader.js';
import type { ValueReader } from './scalar-reader.js';

/** A field of a row, in the order of the fields. */
interface RowField {
  readonly name: string;
  readonly key: string;
  readonly position: number;
  readonly read: ValueReader;
}

const embeddedByte = 0x03;
const arrayByte = 0x04;
const nullByte = 0x0a;

/**
 * Makes a reader of rows, which are plain objects by field name; undefined for rows that have to be decoded step by step.
 * @returns a function that throws `irregular` for such a row
 */
export function rowReader(type: FieldType): ((bytes: Buffer) => unknown) | undefined {
  if (type.kind === 'embedded' && type.schema.undeclared) return undefined;
  const read = type.kind === 'embedded' ? fieldsReader(type.schema) : readUntypedEntries;
  return (bytes) => {
    if (int32(bytes, 0) !== bytes.length) throw irregular;
    return read(bytes, 0, bytes.length, 0);
  };
}

function valueReader(type: FieldType): ValueReader {
  switch (type.kind) {
    case 'embedded':
      return embeddedReader(type.schema);
    case 'array':
      return elementsReader(type.of);
    case 'map':
      return entriesReader(type.of);
    case 'any':
      return readUntyped;
    default:
      return scalarReader(type.kind);
  }
}

/** Reads a value of any BSON type. */
function readUntyped(bytes: Buffer, element: number, at: number, next: number, depth: number): unknown {
  if (bytes[element] === embeddedByte) return readUntypedEntries(bytes, at, next, depth);
  if (bytes[element] === arrayByte) return readUntypedElements(bytes, element, at, next, depth);
  return readUntypedScalar(bytes, element, at, next, depth);
}

function readUntypedEntries(bytes: Buffer, at: number, next: number, depth: number): unknown {
  const values: Record<string, unknown> = {};
  const end = endOfContainer(bytes, at, next, depth);
  for (let element = at + 4; element < end;) {
    const start = endOfKey(bytes, element + 1, end) + 1;
    const after = endOfValue(bytes, bytes[element] as number, start, end);
    const key = text(bytes, element + 1, start - element - 2);
    // The driver makes values of its own of some objects with such keys.
    if (key.startsWith('$') || key === '__proto__') throw irregular;
    values[key] = readValue(readUntyped, bytes, element, start, after, depth);
    element = after;
  }
  return values;
}

function embeddedReader(schema: DocumentSchema): ValueReader {
  const read = fieldsReader(schema);
  return (bytes, element, at, next, depth) => {
    if (schema.undeclared || bytes[element] !== embeddedByte) throw irregular;
    return read(bytes, at, next, depth);
  };
}

/** Keys are expected in the order of the fields; others are looked up. The last one of equal keys counts, as for the driver. */
function fieldsReader(
  schema: DocumentSchema,
): (bytes: Buffer, at: number, next: number, depth: number) => unknown {
  let fields: readonly RowField[] | undefined;
  let positions: ReadonlyMap<string, RowField>;
  return (bytes, at, next, depth) => {
    if (!fields) {
      // Made for the first row, since classes may hold each other.
      fields = fieldsOf(schema);
      positions = new Map(fields.map((field) => [field.key, field]));
    }
    const found: unknown[] = [];
    let expected = 0;
    const end = endOfContainer(bytes, at, next, depth);
    for (let element = at + 4; element < end;) {
      let field = fields[expected];
      let start: number;
      if (field && isKeyAt(bytes, element + 1, field.key)) {
        start = element + field.key.length + 2;
      } else {
        start = endOfKey(bytes, element + 1, end) + 1;
        field = positions.get(keyAt(bytes, element + 1, start - 1));
      }
      const after = endOfValue(bytes, bytes[element] as number, start, end);
      if (field) {
        found[field.position] = readValue(field.read, bytes, element, start, after, depth);
        expected = field.position + 1;
      }
      element = after;
    }
    const values: Record<string, unknown> = {};
    for (const { name, position } of fields) {
      const value = found[position];
      if (value !== undefined) values[name] = value;
    }
    return values;
  };
}

function fieldsOf({ fields }: DocumentSchema): readonly RowField[] {
  return fields
    .filter(({ isSelected }) => isSelected)
    .map(({ name, key, type }, position) => ({ name, key, position, read: valueReader(type) }));
}

function elementsReader(of: FieldType): ValueReader {
  let read: ValueReader | undefined;
  return (bytes, list, at, next, depth) => {
    if (bytes[list] !== arrayByte) throw irregular;
    read ??= valueReader(of);
    const elements: unknown[] = [];
    const end = endOfContainer(bytes, at, next, depth);
    for (let element = at + 4; element < end;) {
      const start = endOfKey(bytes, element + 1, end) + 1;
      const after = endOfValue(bytes, bytes[element] as number, start, end);
      elements.push(readValue(read, bytes, element, start, after, depth));
      element = after;
    }
    return elements;
  };
}

function entriesReader(of: FieldType): ValueReader {
  let read: ValueReader | undefined;
  return (bytes, map, at, next, depth) => {
    if (bytes[map] !== embeddedByte) throw irregular;
    read ??= valueReader(of);
    const entries = new Map<string, unknown>();
    const end = endOfContainer(bytes, at, next, depth);
    for (let element = at + 4; element < end;) {
      const start = endOfKey(bytes, element + 1, end) + 1;
      const after = endOfValue(bytes, bytes[element] as number, start, end);
      entries.set(
        text(bytes, element + 1, start - element - 2),
        readValue(read, bytes, element, start, after, depth),
      );
      element = after;
    }
    return entries;
  };
}

const readUntypedElements = elementsReader({ kind: 'any' });
const readUntypedScalar = scalarReader('any');

function readValue(
  read: ValueReader,
  bytes: Buffer,
  element: number,
  at: number,
  next: number,
  depth: number,
): unknown {
  return bytes[element] === nullByte ? null : read(bytes, element, at, next, depth + 1);
}

/** The place of the byte that ends the document or array from `at` to `next`. */
function endOfContainer(bytes: Buffer, at: number, next: number, depth: number): number {
  if (depth >= depthLimit || next - at < 5 || int32(bytes, at) !== next - at) throw irregular;
  if (bytes[next - 1] !== 0) throw irregular;
  return next - 1;
}

import { kindOf } from '../kind/kinds.js';
import { mismatch } from '../kind/kind.js';
import type { ChildName, PartDecoder } from '../kind/kind.js';
import { decodeUntyped } from '../kind/container/any.js';
import { describeType } from '../schema/describe-type.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { isDeclaredKey, isShownKey } from '../schema/build/undeclared-field.js';
import { isContainer } from '../schema/type-contents.js';
import { unwrapped } from '../value/bson-tag.js';
import type { Plain } from '../value/plain-object.js';
import { depthLimit } from '../value/storable.js';
import { DecodeError, Misfit } from './codec-errors.js';
import { rowReader } from './bytes/row-reader.js';
import { describeStored, parseDocument } from './decode.js';

/**
 * Makes a function that decodes rows of an aggregation from their bytes: plain objects by field name, also for embedded documents. Keys that
 * the type does not name, and fields with `{ select: false }`, are left out.
 * @param rowName names the rows in errors
 * @returns a function that throws a DecodeError
 */
export function rowDecoder(type: FieldType, rowName: string): (bytes: Buffer) => unknown {
  const read = rowReader(type);
  return (bytes) => {
    try {
      if (read) return read(bytes);
    } catch {
      // Decoding step by step finds the value or the error.
    }
    return decodeRowStepByStep(type, Buffer.from(bytes), rowName);
  };
}

/** Decodes a row by way of the driver and the kinds. @throws DecodeError */
export function decodeRowStepByStep(type: FieldType, bytes: Buffer, rowName: string): unknown {
  const stored = parseDocument({ name: rowName }, bytes);
  try {
    return new RowDecoder('', 0).value(type, stored, '');
  } catch (error) {
    if (!(error instanceof Misfit)) throw error;
    // Other rows may have what they are grouped by in its place.
    const hasId = type.kind === 'embedded' && type.schema.kind === 'document';
    throw new DecodeError(rowName, hasId ? unwrapped(stored['_id']) : undefined, error);
  }
}

/** The remedy for what the server computes as a double because it exceeds 64 bits. */
const beyondInt64 =
  'Compute with Decimal128 values where results exceed 64 bits; if it is a field, declare it as a number';

/** Decodes the value at one place of a row. */
class RowDecoder implements PartDecoder {
  /** @param path names from the row to the place; empty for the row itself */
  constructor(
    private readonly path: string,
    private readonly depth: number,
  ) {}

  value(type: FieldType, stored: unknown, name: ChildName): unknown {
    if (stored === null) return null;
    const read = unwrapped(stored);
    if (this.depth > depthLimit)
      throw new Misfit(this.#pathTo(name), `nested at most ${depthLimit} levels`, 'something deeper');
    const parts = isContainer(type) ? new RowDecoder(this.#pathTo(name), this.depth + 1) : this;
    const value = kindOf(type).decode(read, type, parts);
    if (value === mismatch && type.kind === 'bigint' && typeof read === 'number')
      throw new Misfit(this.#pathTo(name), describeType(type), 'a double', beyondInt64);
    if (value === mismatch) throw new Misfit(this.#pathTo(name), describeType(type), describeStored(read));
    return value;
  }

  fields(schema: DocumentSchema, stored: Plain): Record<string, unknown> {
    // Names of fields are never __proto__, so that an ordinary object can hold them.
    const values: Record<string, unknown> = {};
    for (const { name, key, type, isSelected } of schema.fields)
      if (isSelected && Object.hasOwn(stored, key)) values[name] = this.value(type, stored[key], name);
    if (schema.undeclared) values[schema.undeclared.name] = undeclaredValues(schema, stored);
    return values;
  }

  #pathTo(name: ChildName): string {
    return this.path === '' ? String(name) : `${this.path}.${name}`;
  }
}

function undeclaredValues(schema: DocumentSchema, stored: Plain): Map<string, unknown> {
  const keys = Object.keys(stored).filter((key) => !isDeclaredKey(schema, key) && isShownKey(key));
  return new Map(keys.map((key) => [key, decodeUntyped(stored[key])]));
}

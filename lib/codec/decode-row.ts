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
import { describeStored } from './decode.js';

/**
 * Decodes a row of an aggregation: plain objects by field name, also for embedded documents. Keys that its type does not name, and fields
 * with `{ select: false }`, are left out.
 * @param rowName names the row in errors
 * @throws DecodeError
 */
export function decodeRow(type: FieldType, stored: Plain, rowName: string): unknown {
  try {
    return new RowDecoder('', 0).value(type, stored, '');
  } catch (error) {
    // In other rows it is no id but what they are grouped by.
    const hasId = type.kind === 'embedded' && type.schema.kind === 'document';
    if (error instanceof Misfit)
      throw new DecodeError(rowName, hasId ? unwrapped(stored['_id']) : undefined, error);
    throw error;
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

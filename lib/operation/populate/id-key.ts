import type { RootSchema } from '../../schema/document-schema.js';
import { contentKey } from '../../value/equality/content-key.js';
import { driverTag } from '../../value/driver-values.js';
import { compileId } from '../compile-id.js';

/** A text that is the same for equal ids of a class. @throws InvalidFilterError if no document of the class can have the id */
export function idKey(schema: RootSchema, id: unknown): string {
  const isUsual = schema.id.field.type.kind === 'objectId';
  return (isUsual ? objectIdKey(id) : undefined) ?? keyOf(compileId(schema, id));
}

function keyOf(compiled: unknown): string {
  return objectIdKey(compiled) ?? contentKey(compiled);
}

/** The usual kind of ids, whose text is at hand. */
function objectIdKey(id: unknown): string | undefined {
  return driverTag(id) === 'ObjectId' ? (id as { toHexString(): string }).toHexString() : undefined;
}

/** Different ids of one class, in the order in which they were added. */
export class IdSet {
  readonly #ids = new Map<string, unknown>();

  constructor(private readonly schema: RootSchema) {}

  /** The ids as they were given, with their keys. */
  get entries(): [key: string, id: unknown][] {
    return [...this.#ids];
  }

  /** @throws InvalidFilterError if no document of the class can have the id */
  add(id: unknown): void {
    const key = idKey(this.schema, id);
    if (!this.#ids.has(key)) this.#ids.set(key, id);
  }
}

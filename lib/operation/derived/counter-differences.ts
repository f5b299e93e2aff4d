import { parseDocument } from '../../codec/decode.js';
import { findOptions } from '../../driver/command/find-options.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import type { FieldType, DocumentSchema } from '../../schema/document-schema.js';
import type { CounterField } from '../../schema/reference/derived-data.js';
import { heldSchema } from '../../schema/type-contents.js';
import { bsonTag, unwrapped } from '../../value/bson-tag.js';
import { contentKey } from '../../value/equality/content-key.js';
import type { Plain } from '../../value/plain-object.js';
import { restrict } from '../concrete-schema.js';
import type { Operation } from '../operation.js';

const primary = 'primary' as const;

/** A counter of one document that is not the number of the documents that refer to it. */
export interface CounterDifference {
  readonly id: unknown;
  /** The number of documents that refer to it. */
  readonly count: number;
  /** The number to add; undefined if the stored value is not a number. */
  readonly by: number | undefined;
}

/** The way from the documents of a class to the ids in a reference. */
interface Way {
  readonly keyPath: string;
  /** The paths of the lists on it, an entry for each level. */
  readonly lists: readonly string[];
}

/** Compares one counter of some documents with a fresh count. */
export class CounterDifferences {
  readonly #way: Way;

  constructor(
    private readonly operation: Operation,
    private readonly counter: CounterField,
  ) {
    this.#way = wayTo(schemaOf(counter.counted), counter.names);
  }

  /** @returns those that differ, by a text for the id; documents whose counter changes each time are left out */
  async of(ids: readonly unknown[], times = 3): Promise<ReadonlyMap<string, CounterDifference>> {
    const before = await this.#stored(ids);
    const counts = await this.#counts(ids);
    const after = await this.#stored(ids);
    const found = new Map<string, CounterDifference>();
    const changing: unknown[] = [];
    for (const [key, { id, value }] of after) {
      const count = counts.get(key) ?? 0;
      if (!Object.is(before.get(key)?.value, value)) changing.push(id);
      else if (value !== count)
        found.set(key, { id, count, by: value === undefined ? undefined : count - value });
    }
    if (changing.length === 0 || times === 1) return found;
    return new Map([...found, ...(await this.of(changing, times - 1))]);
  }

  async #stored(
    ids: readonly unknown[],
  ): Promise<ReadonlyMap<string, { readonly id: unknown; readonly value: number | undefined }>> {
    const { collection, schema } = this.operation.repository;
    const { key } = this.counter.field;
    const options = { ...findOptions({ projection: { [key]: 1 } }, undefined), readPreference: primary };
    const found = await this.operation.commands.read(() =>
      collection.find({ _id: { $in: [...ids] } } as object, options).toArray(),
    );
    const stored = (found as unknown as Uint8Array[]).map((bytes) => parseDocument(schema, bytes));
    return new Map(
      stored.map((each) => [contentKey(each['_id']), { id: each['_id'], value: numberIn(each[key]) }]),
    );
  }

  async #counts(ids: readonly unknown[]): Promise<ReadonlyMap<string, number>> {
    const repository = this.operation.repository.ofSchema(schemaOf(this.counter.counted));
    const { keyPath, lists } = this.#way;
    const refers: Plain = { [keyPath]: { $in: ids } };
    const reference = `$${keyPath}`;
    const stages =
      lists.length === 0
        ? [{ $group: { _id: reference, count: { $sum: 1 } } }]
        : [
            ...lists.map((path) => ({ $unwind: `$${path}` })),
            { $match: refers },
            // A document counts once, however often it refers.
            { $group: { _id: { by: '$_id', to: reference } } },
            { $group: { _id: '$_id.to', count: { $sum: 1 } } },
          ];
    const pipeline = [{ $match: restrict(repository, { filter: refers }) }, ...stages];
    const options = { raw: true, readPreference: primary, allowDiskUse: true };
    const found = await this.operation.commands.read(() =>
      repository.collection.aggregate(pipeline, options).toArray(),
    );
    const rows = (found as unknown as Uint8Array[]).map((bytes) => parseDocument(repository.schema, bytes));
    return new Map(rows.map((row) => [contentKey(row['_id']), numberIn(row['count']) ?? 0]));
  }
}

/** A stored number; undefined for anything else. */
function numberIn(stored: unknown): number | undefined {
  const value = unwrapped(stored);
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint' || bsonTag(value) === 'Long') return Number(value);
  return undefined;
}

function wayTo(schema: DocumentSchema, names: readonly string[]): Way {
  const keys: string[] = [];
  const lists: string[] = [];
  let holder: DocumentSchema | undefined = schema;
  for (const name of names) {
    const field = holder?.fieldsByName.get(name);
    if (!field) break;
    keys.push(field.key);
    for (let level: FieldType = field.type; level.kind === 'array'; level = level.of)
      lists.push(keys.join('.'));
    holder = heldSchema(field.type);
  }
  return { keyPath: keys.join('.'), lists };
}

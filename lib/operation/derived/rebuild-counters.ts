import { setTimeout as pause } from 'node:timers/promises';
import { parseDocument } from '../../codec/decode.js';
import { findOptions } from '../../driver/command/find-options.js';
import { counterFieldsOf } from '../../schema/reference/derived-data.js';
import type { CounterField } from '../../schema/reference/derived-data.js';
import type { Plain } from '../../value/plain-object.js';
import { describeValue } from '../../value/describe-value.js';
import { restrict } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import { InvalidOptionsError } from '../operation-errors.js';
import { noOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { CounterDifferences } from './counter-differences.js';
import type { CounterDifference } from './counter-differences.js';

export interface RebuildCountersOptions {
  /** Whether differences are corrected, rather than only counted. Default true. */
  readonly correct?: boolean;
  /** The milliseconds between two looks at a difference. Writes of the application take less by far. Default 1000. */
  readonly pause?: number;
}

/** The result for one counter. */
export interface RebuiltCounter {
  /** The document that has the counter. */
  readonly document: string;
  /** The name of its field. */
  readonly counter: string;
  /** The number of documents that were compared. */
  readonly checked: number;
  /** The number of those with another count than that of the documents that refer to them. */
  readonly different: number;
  /** The number of those that are right now. */
  readonly corrected: number;
}

/** Documents are compared in batches of this size. */
const batchSize = 1000;

const longestPause = 3_600_000;

/** A difference is looked at so often, at most: on a busy document it differs from one look to the next. */
const looks = 5;

/** Compares all counters of a class and its subclasses with a fresh count, and corrects those that differ. */
export async function rebuildCounters(
  repository: RepositoryContext,
  { correct = true, pause: time = 1000 }: RebuildCountersOptions,
): Promise<RebuiltCounter[]> {
  assertPause(repository, time);
  const counters = counterFieldsOf(repository.schema, repository.family);
  const rebuilt: RebuiltCounter[] = [];
  // Transactions last for too short a time.
  await repository.ambient.outside(async () => {
    for (const counter of counters) rebuilt.push(await rebuildOne(repository, counter, { correct, time }));
  });
  return rebuilt;
}

function assertPause({ schema }: RepositoryContext, time: unknown): void {
  if (typeof time === 'number' && time >= 0 && time <= longestPause) return;
  throw new InvalidOptionsError(
    schema.name,
    `"pause" is ${describeValue(time)} and not a number of milliseconds, or out of range`,
    'Pass a number from 0 to 3,600,000',
  );
}

async function rebuildOne(
  repository: RepositoryContext,
  counter: CounterField,
  { correct, time }: { readonly correct: boolean; readonly time: number },
): Promise<RebuiltCounter> {
  const operation = new Operation(repository.ofSchema(counter.parent), 'updateMany', noOptions);
  try {
    const differences = new CounterDifferences(operation, counter);
    let [checked, different, corrected] = [0, 0, 0];
    let found = new Map<string, CounterDifference>();
    const settle = async (): Promise<void> => {
      for (let look = 1; look < looks && found.size > 0; look++) {
        await pause(time);
        const again = await differences.of([...found.values()].map(({ id }) => id));
        const lasting = [...again].filter(([key, each]) => isSame(each, found.get(key)));
        different += lasting.length;
        if (correct) corrected += await write(operation, counter, lasting);
        found = new Map([...again].filter(([key, each]) => !isSame(each, found.get(key))));
      }
      found.clear();
    };
    for await (const ids of batches(operation)) {
      checked += ids.length;
      for (const [key, each] of await differences.of(ids)) found.set(key, each);
      if (found.size >= batchSize) await settle();
    }
    await settle();
    const { parent, field } = counter;
    return Object.freeze({ document: parent.name, counter: field.name, checked, different, corrected });
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** Reads the ids of the documents of a class, deleted ones too. */
async function* batches({ repository, commands }: Operation): AsyncGenerator<readonly unknown[]> {
  const filter = restrict(repository, { filter: {}, withDeleted: true });
  const options = {
    ...findOptions({ projection: { _id: 1 } }, undefined),
    ...{ readPreference: 'primary' as const, batchSize },
  };
  const cursor = repository.collection.find(filter, options);
  try {
    while (await commands.read(() => cursor.hasNext())) {
      const batch = cursor.readBufferedDocuments() as unknown as Uint8Array[];
      yield batch.map((bytes) => parseDocument(repository.schema, bytes)['_id']);
    }
  } finally {
    await cursor.close();
  }
}

/** A difference that two looks find alike is lasting: writes that lie between them change the counter and the count by the same number. */
function isSame(one: CounterDifference, other: CounterDifference | undefined): boolean {
  if (!other) return false;
  return one.by === undefined ? other.by === undefined && one.count === other.count : one.by === other.by;
}

/** Adds what is missing, so that increments by others meanwhile stay. @returns how many documents were corrected */
async function write(
  operation: Operation,
  { field: { key } }: CounterField,
  differences: readonly (readonly [string, CounterDifference])[],
): Promise<number> {
  if (differences.length === 0) return 0;
  const parts = differences.map(([, { id, count, by }]) => {
    const isNumber = { $type: 'number' };
    const filter: Plain = { _id: id, [key]: by === undefined ? { $not: isNumber } : isNumber };
    const update = by === undefined ? { $set: { [key]: count } } : { $inc: { [key]: by } };
    return { updateOne: { filter, update } };
  });
  const { collection } = operation.repository;
  const sent = operation.commands.write(() => collection.bulkWrite(parts, { ordered: false }), 'writeMany');
  return (await sent).matchedCount;
}

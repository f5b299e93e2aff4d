import type { Collection } from 'mongodb';
import type { Shape } from '../../documents/shape.js';
import { needed } from '../work.js';
import type { Round, Work } from '../work.js';

const documentCount = 20;

/** Gives the document with an email another count, without loading it; another document each time. */
export function updateOneWork(shape: Shape, options: Partial<Work>): Work {
  const emails = emailsOf(shape);
  return {
    name: 'update-one',
    title: 'update one by a filter',
    libraries: ['driver', 'papr', 'typeorm', 'mongoose', 'nestjs-documents'],
    shape,
    storedCount: documentCount,
    isWrite: true,
    ...options,
    begin(library) {
      const updateCount = needed(library.updateCount, 'update');
      const heard = options.isHeard ? needed(library.heard, 'call receivers') : undefined;
      let before = { ...heard };
      return {
        kind: 'timed',
        prepare() {
          before = { ...heard };
        },
        async run({ first, units }) {
          for (let unit = first; unit < first + units; unit++)
            await updateCount(emails[unit % documentCount] as string, -unit);
        },
        check({ units }) {
          if (!heard) return;
          const calls = [heard.before - (before.before ?? 0), heard.after - (before.after ?? 0)];
          if (calls.some((count) => count !== units))
            throw new Error('The receivers were not called for each update.');
        },
      };
    },
    async verify(collection, round) {
      await assertCounted(collection, emails, round, options.isHeard ? { isVerified: true } : {});
    },
  };
}

/** Gives the document with an email another count, and returns it; another document each time. */
export function findAndUpdateWork(shape: Shape, options: Partial<Work>): Work {
  const emails = emailsOf(shape);
  return {
    name: 'find-and-update',
    title: 'find one and update it, typed',
    libraries: ['driver', 'papr', 'mongoose', 'nestjs-documents'],
    shape,
    storedCount: documentCount,
    isWrite: true,
    ...options,
    begin(library) {
      const findAndUpdateCount = needed(library.findAndUpdateCount, 'find and update');
      const isLoaded = needed(library.isLoaded, 'find and update');
      let last: object | null = null;
      return {
        kind: 'timed',
        async run({ first, units }) {
          for (let unit = first; unit < first + units; unit++)
            last = await findAndUpdateCount(emails[unit % documentCount] as string, -unit);
        },
        check({ first, units }) {
          const expected = 1 - first - units;
          if (!last || !isLoaded(last) || (last as { count?: number }).count !== expected)
            throw new Error(`The document with the count ${expected} was not returned.`);
        },
      };
    },
    verify: (collection, round) => assertCounted(collection, emails, round, {}),
  };
}

function emailsOf(shape: Shape): readonly string[] {
  return Array.from({ length: documentCount }, (_, number) => shape.makeValues(number)['email'] as string);
}

/** @throws if the last changes were not stored @param values what the updated documents have besides */
async function assertCounted(
  collection: Collection,
  emails: readonly string[],
  { first, units }: Round,
  values: object,
): Promise<void> {
  for (let unit = Math.max(first, first + units - documentCount); unit < first + units; unit++) {
    const email = emails[unit % documentCount] as string;
    const stored = await collection.findOne({ email, count: -unit, ...values });
    if (!stored) throw new Error(`Change ${unit} was not stored.`);
  }
}

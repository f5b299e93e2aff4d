import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { Document, Field, Id } from 'nestjs-documents';
import type { DocumentRepository, DocumentSort, KeysetPageOptions } from 'nestjs-documents';
import { capabilities } from '../../support/server.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'entries' })
class Entry {
  @Id() id!: ObjectId;
  /** Different everywhere. */
  @Field() number?: number;
  /** One of three values, or absent. */
  @Field() state?: string;
}

const count = 100_000;
const size = 20;
const states = ['done', 'new', 'open', undefined];

/** Sorts, each with the index that supports it. */
const sorts: readonly (readonly [DocumentSort<Entry>, Readonly<Record<string, 1 | -1>>])[] = [
  [{ id: 'asc' }, { _id: 1 }],
  [{ number: 'asc' }, { number: 1, _id: 1 }],
  [{ number: 'desc' }, { number: 1, _id: 1 }],
  [
    { state: 'asc', number: 'desc' },
    { state: 1, number: -1, _id: -1 },
  ],
  [
    { state: 'desc', number: 'asc' },
    { state: 1, number: -1, _id: -1 },
  ],
];

/** The stages of a plan, from the outermost to the innermost. */
function stagesOf(plan: Stored): string[] {
  const inner = [plan['inputStage'], ...(plan['inputStages'] ?? []), plan['queryPlan']] as (
    Stored | undefined
  )[];
  return [plan['stage'] as string, ...inner.flatMap((each) => (each ? stagesOf(each) : []))];
}

(capabilities.boundedScans ? describe : describe.skip)(
  'A page by cursor of 100,000 documents (needs a server that reads an index for branches and a range)',
  () => {
    let world: IntegrationApp;
    let entries: DocumentRepository<Entry>;

    beforeAll(async () => {
      world = await openApp([Entry]);
      entries = world.repository(Entry);
      const collection = world.db.collection('entries');
      const all = Array.from({ length: count }, (_, number) => {
        const state = states[number % states.length];
        return state === undefined ? { number } : { number, state };
      });
      await collection.insertMany(all, { ordered: false });
      await collection.createIndex({ number: 1, _id: 1 });
      await collection.createIndex({ state: 1, number: -1, _id: -1 });
    }, 60_000);
    afterAll(() => world.close());

    /** Asks the server to explain the command for a page. */
    async function explain(sort: DocumentSort<Entry>, options: KeysetPageOptions): Promise<Stored> {
      const [find] = await world.commandsOf(() => entries.find({}).sort(sort).page(options));
      const { filter, sort: compiled, limit } = find!.command;
      return world.db.command({
        explain: { find: 'entries', filter, sort: compiled, limit },
        verbosity: 'executionStats',
      });
    }

    /** The cursor of the document at an index of the sorted list. */
    async function cursorAt(sort: DocumentSort<Entry>, index: number): Promise<string | null> {
      const [at] = await entries
        .find({})
        .sort({ ...sort, id: Object.values(sort).at(-1)! })
        .skip(index)
        .limit(1)
        .toArray();
      const { endCursor } = await entries.find({ id: at!.id }).sort(sort).page({ first: 1 });
      return endCursor;
    }

    describe.each(sorts)('sorted by %o', (sort) => {
      test.each<[string, number]>([
        ['beginning', 5],
        ['middle', count / 2],
        ['end', count - size - 2],
      ])('reads an index, and as little as a page has, at the %s', async (_, index) => {
        const cursor = await cursorAt(sort, index);
        for (const options of [
          { first: size, after: cursor },
          { last: size, before: cursor },
        ]) {
          const { queryPlanner, executionStats } = await explain(sort, options);
          const stages = stagesOf(queryPlanner.winningPlan);

          expect(stages).toContain('IXSCAN');
          expect(stages).not.toContain('COLLSCAN');
          expect(stages).not.toContain('SORT');
          expect(executionStats.totalKeysExamined).toBeLessThan(4 * (size + 1));
          expect(executionStats.totalDocsExamined).toBeLessThan(4 * (size + 1));
        }
      });
    });
  },
);

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inspect } from 'node:util';
import {
  BulkWriteError,
  DocumentNotStoredError,
  PostSignalError,
  postBulkInsert,
  postSave,
} from 'nestjs-documents';
import type { DocumentRepository, PostBulkInsert, PostWrite } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, storedPerson } from '../../support/world/integration-people.js';
import { serverName } from '../../support/server.js';

describe(`Faults 31 and 32: the server refuses some documents of a bulk (${serverName})`, () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  /** Six documents, of which the second and the fourth collide with stored ones. */
  const sixDocuments = () =>
    ['0', 'secret-1', '2', 'secret-3', '4', '5'].map((email, index) =>
      people.build({ name: `P${index}`, email }),
    );
  const insert = async (ordered: boolean | undefined) => {
    const documents = sixDocuments();
    using recorder = new SignalRecorder(world.bus);
    const error = await errorOf(() => people.insertMany(documents, ordered === undefined ? {} : { ordered }));
    return { documents, error, sent: recorder.sent };
  };
  const storedNames = async () => {
    const stored = await world.db.collection('people').find({ status: 'new' }).sort({ name: 1 }).toArray();
    return stored.map((each) => each['name'] as string);
  };

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    await world.db.collection('people').createIndex({ e_mail: 1 }, { unique: true }, {});
  });
  beforeEach(async () => {
    await world.db.collection('people').deleteMany({});
    const stored = ['secret-1', 'secret-3'].map((email) => storedPerson({ e_mail: email, status: 'old' }));
    await world.db.collection('people').insertMany(stored);
  });
  afterAll(() => world.close());

  const rows = [
    {
      title: 'unordered (31)',
      ordered: false,
      applied: [0, 2, 4, 5],
      failed: [1, 3],
      notAttempted: [],
    },
    { title: 'ordered (32)', ordered: true, applied: [0], failed: [1], notAttempted: [2, 3, 4, 5] },
    {
      title: 'ordered, which is the default (32)',
      ordered: undefined,
      applied: [0],
      failed: [1],
      notAttempted: [2, 3, 4, 5],
    },
  ];

  describe.each(rows)('$title', ({ ordered, applied, failed, notAttempted }) => {
    test('throws BulkWriteError with the indexes of each outcome', async () => {
      const { error } = await insert(ordered);
      expect(error).toBeInstanceOf(BulkWriteError);
      expect(error).toMatchObject({
        code: 'BULK_WRITE_FAILED',
        outcome: 'partlyApplied',
        documentName: 'Person',
        applied,
        failed,
        notAttempted,
      });
    });

    test('stores exactly the applied', async () => {
      await insert(ordered);
      expect(await storedNames()).toEqual(applied.map((index) => `P${index}`));
    });

    test('sends postBulkInsert and postWrite once, with exactly the applied', async () => {
      const { sent, documents } = await insert(ordered);
      expect(sent.map(({ name }) => name)).toEqual([
        'Person.preBulkInsert',
        'Person.postBulkInsert',
        'Person.postWrite',
      ]);
      const listed = (sent[1]?.payload as PostBulkInsert<Person>).documents;
      expect(listed).toHaveLength(applied.length);
      expect(listed.every((each, position) => each === documents[applied[position]!])).toBe(true);
      const { writes } = sent[2]?.payload as PostWrite<Person>;
      expect(writes.map(({ ids }) => ids)).toEqual([listed.map(({ id }) => id)]);
    });

    test('leaves the applied loaded: they are updated, and can be deleted', async () => {
      const { documents } = await insert(ordered);
      for (const index of applied) {
        const document = documents[index]!;
        document.age = 1;
        const [update] = await world.commandsOf(() => people.save(document));
        expect(update?.command['updates'][0].u).toEqual({ $set: { age: 1 } });
        expect(await people.delete(document)).toBe(true);
      }
    });

    test('leaves the others new', async () => {
      const { documents } = await insert(ordered);
      for (const index of [...failed, ...notAttempted])
        expect(await errorOf(() => people.delete(documents[index]!))).toBeInstanceOf(DocumentNotStoredError);
    });

    test('lets the others be saved after they are corrected', async () => {
      const { documents } = await insert(ordered);
      for (const index of [...failed, ...notAttempted]) {
        documents[index]!.email = `corrected-${index}`;
        await people.save(documents[index]!);
      }
      expect(await storedNames()).toEqual(['P0', 'P1', 'P2', 'P3', 'P4', 'P5']);
    });

    test('lets the others be inserted together after they are corrected', async () => {
      const { documents } = await insert(ordered);
      const others = [...failed, ...notAttempted].map((index) => documents[index]!);
      others.forEach((each, index) => (each.email = `corrected-${index}`));
      expect(await people.insertMany(others)).toHaveLength(others.length);
    });
  });

  test('no value is in the message, nor in util.inspect of the error', async () => {
    const { error } = await insert(false);
    for (const print of [
      error.message,
      error.stack,
      inspect(error, { depth: Infinity }),
      JSON.stringify(error),
    ])
      expect(print).not.toContain('secret');
  });

  test('the message tells how many', async () => {
    const { error } = await insert(true);
    expect(error.message).toContain('1 of 6 writes of Person were applied');
  });

  describe('if none is applied', () => {
    test('postBulkInsert is not sent', async () => {
      const documents = [people.build({ name: 'A', email: 'secret-1' })];
      using recorder = new SignalRecorder(world.bus);
      const error = await errorOf(() => people.insertMany(documents));
      expect(error).toMatchObject({ outcome: 'notApplied', applied: [], failed: [0], notAttempted: [] });
      expect(recorder.names).toEqual(['Person.preBulkInsert']);
    });
  });

  describe('if a receiver of postBulkInsert throws besides', () => {
    test('neither error hides the other', async () => {
      const documents = sixDocuments();
      const failure = new Error('no');
      const receiver = () => {
        throw failure;
      };
      const error = await errorOf(() =>
        withReceiver(world.bus, { signal: postBulkInsert, sender: Person, receiver }, () =>
          people.insertMany(documents),
        ),
      );
      expect(error).toBeInstanceOf(BulkWriteError);
      expect(error.postSignalError).toBeInstanceOf(PostSignalError);
      expect(error.postSignalError.failures[0].error).toBe(failure);
    });
  });

  test('a collision within the list is told by index as well', async () => {
    const documents = ['x', 'y', 'x'].map((email) => people.build({ name: 'N', email }));
    const error = await errorOf(() => people.insertMany(documents, { ordered: false }));
    expect(error).toMatchObject({ applied: [0, 1], failed: [2], notAttempted: [] });
  });

  test('save signals are not sent for those that are applied', async () => {
    const documents = sixDocuments();
    const calls: string[] = [];
    await withReceiver(
      world.bus,
      { signal: postSave, sender: Person, receiver: () => calls.push('save') },
      () => errorOf(() => people.insertMany(documents, { ordered: false })),
    );
    expect(calls).toEqual([]);
  });
});

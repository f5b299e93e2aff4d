import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  DocumentNotRestoredError,
  postRollback,
  postSave,
  signalError,
  Transaction,
  TransactionNotRepeatableError,
} from 'nestjs-documents';
import type { SignalErrorPayload } from 'nestjs-documents';
import { withFailPoint } from '../../support/fail-points.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { newGate } from '../../support/gate.js';
import { capabilities } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions('A document that cannot be given back after a rollback (needs transactions)', () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  const work = new Error('the work');

  beforeAll(async () => {
    world = await openTransactionsWorld();
    ({ people } = world);
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  const pair = async (): Promise<[Person, Person]> => [
    await world.loaded({ name: 'Ada', age: 1 }),
    await world.loaded({ name: 'Bob', age: 1 }),
  ];
  /** Changes and saves both, freezes the first one and throws. */
  const rollBack = ([ada, bob]: readonly [Person, Person], documents: Person[] = []): Promise<unknown> =>
    errorOf(() =>
      world.transactions.run(
        async () => {
          for (const person of [ada, bob]) {
            person.age = 2;
            await people.save(person);
          }
          Object.freeze(ada);
          throw work;
        },
        { documents },
      ),
    );

  test.each([
    ['that was named', true],
    ['that an operation was given', false],
  ])('%s keeps neither others nor listeners from theirs', async (_, isNamed) => {
    const both = await pair();
    const told: string[] = [];
    using _saved = world.bus.connect(postSave, Person, () => told.push('postSave'), {
      phase: 'notApplied',
    });
    using _ended = world.bus.connect(postRollback, Transaction, () => told.push('postRollback'));
    expect(await rollBack(both, isNamed ? both : [])).toBe(work);
    expect([both[0].age, told]).toEqual([2, ['postSave', 'postSave', 'postRollback']]);
    // What an operation was given is what it was then.
    expect(both[1].age).toBe(isNamed ? 1 : 2);
    expect(await world.db.collection('people').countDocuments({ age: 1 })).toBe(2);
    both[1].age = 3;
    await people.save(both[1]);
    expect(await world.db.collection('people').countDocuments({ age: 3 })).toBe(1);
  });

  test.each<[string, (person: Person) => unknown]>([
    ['saved', (person) => people.save(person)],
    ['deleted', (person) => people.delete(person)],
    ['reloaded', (person) => people.reload(person)],
    ['inserted', (person) => people.insertMany([person])],
    ['asked for its changes', (person) => people.changes(person)],
  ])('is refused when it is %s', async (_, use) => {
    const both = await pair();
    await rollBack(both, [...both]);
    const error = await errorOf(() => use(both[0]));
    expect(error).toBeInstanceOf(DocumentNotRestoredError);
    expect([error.documentName, error.document]).toEqual(['Person', both[0]]);
    expect(await world.db.collection('people').countDocuments({ age: 1 })).toBe(2);
  });

  test('is reported by name, with the document', async () => {
    const both = await pair();
    const reported = newGate();
    let payload: SignalErrorPayload<Person> | undefined;
    using _heard = world.bus.connect(signalError, Person, (given) => {
      payload = given;
      reported.open();
    });
    await rollBack(both, [...both]);
    await reported.opened;
    expect(payload).toMatchObject({
      listener: 'Person.restore',
      failedSignal: 'postRollback',
      phase: 'notApplied',
      connection: 'default',
      attempt: 1,
      failedPayload: { error: work },
    });
    expect(payload?.error).toBeInstanceOf(DocumentNotRestoredError);
    expect((payload?.error as DocumentNotRestoredError).document).toBe(both[0]);
  });

  withFailPoints(
    'ends a transaction that would be repeated, and leaves nothing open on the server',
    async () => {
      const ada = await world.loaded({ name: 'Ada', age: 1 });
      let attempts = 0;
      const error = await withFailPoint(
        world.appName,
        { commands: ['commitTransaction'], data: { ...conflict, errorCode: 251 } },
        () =>
          errorOf(() =>
            world.transactions.run(
              async () => {
                attempts++;
                ada.age = 2;
                await people.save(ada);
                Object.freeze(ada);
              },
              { documents: [ada] },
            ),
          ),
      );
      expect(error).toBeInstanceOf(TransactionNotRepeatableError);
      expect([attempts, error.documentName, error.errorLabels]).toEqual([
        1,
        'Person',
        ['TransientTransactionError'],
      ]);
      await world.db.collection('people').updateOne({ _id: ada.id }, { $set: { age: 3 } });
      expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({ age: 3 });
    },
  );

  withFailPoints(
    'is none where only a list of it is frozen: the work is repeated with one that is not',
    async () => {
      const ada = await world.loaded({ name: 'Ada', age: 1, tags: ['a'] });
      await withFailPoint(world.appName, { commands: ['update'], times: 2, data: { ...conflict } }, () =>
        world.transactions.run(
          async () => {
            ada.tags.push('b');
            Object.freeze(ada.tags);
            await people.save(ada);
          },
          { documents: [ada] },
        ),
      );
      expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({
        tags: ['a', 'b'],
      });
    },
  );

  test('ends the operation and the transaction where a receiver has frozen what a behaviour fills', async () => {
    const ada = people.build({ name: 'Ada' });
    const error = await errorOf(() =>
      world.transactions.run(() => people.save(Object.freeze(ada)), { documents: [ada] }),
    );
    expect(error).toBeInstanceOf(Error);
    await world.saved('Bob');
    expect(await world.names()).toEqual(['Bob']);
  });
});

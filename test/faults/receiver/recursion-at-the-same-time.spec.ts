import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PostSignalError, RecursiveSignalError, postSave } from 'nestjs-documents';
import type { PostSave, DisconnectReceiver } from 'nestjs-documents';
import { setImmediate } from 'node:timers/promises';
import { errorOf } from '../../support/world/integration-app.js';
import { Person, Room } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const count = 50;
const inTransaction = capabilities.transactions ? test : test.skip;

describe(`Fault 6: ${count} saves at the same time, every second of which leads back to itself (${serverName})`, () => {
  let world: TransactionsWorld;
  let undo: DisconnectReceiver[];

  beforeAll(async () => {
    world = await openTransactionsWorld();
    const { bus, people, rooms } = world;
    const saved = new Map<string, Person>();
    undo = [
      // A → B, after a gap.
      bus.connect(postSave, Person, async ({ document }: PostSave<Person>) => {
        saved.set(document.name, document);
        await setImmediate();
        await rooms.save(rooms.build({ id: document.name }));
      }),
      // B → A, after another one, for every second of them.
      bus.connect(postSave, Room, async ({ document }: PostSave<Room>) => {
        await setImmediate();
        const person = saved.get(document.id);
        if (person && Number(document.id.split(' ')[1]) % 2 === 1) await people.save(person);
      }),
    ];
  });
  beforeEach(() => world.clear());
  afterAll(async () => {
    for (const each of undo) each();
    await world.close();
  });

  /** The innermost error of receivers that fail in receivers. */
  const rootOf = (error: unknown): any =>
    error instanceof PostSignalError ? rootOf(error.failures[0]?.error) : error;

  const expectEverySecond = (errors: readonly unknown[]) => {
    expect(errors.map((error) => rootOf(error)?.constructor)).toEqual(
      Array.from({ length: count }, (_, index) => (index % 2 === 1 ? RecursiveSignalError : undefined)),
    );
    expect(rootOf(errors[1]).path).toEqual([
      ...['Person.save', 'postSave', 'Room.save', 'postSave', 'Person.save'],
    ]);
  };

  test('is a RecursiveSignalError for these, and for no other', async () => {
    const errors = await Promise.all(
      Array.from({ length: count }, (_, index) => errorOf(() => world.saved(`outside ${index}`))),
    );
    expectEverySecond(errors);
    // Outside of a transaction the writes before it stand.
    expect(await world.names()).toHaveLength(count);
  });

  inTransaction('in a transaction each, which it rolls back (needs transactions)', async () => {
    const errors = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        errorOf(() => world.transactions.run(() => world.saved(`inside ${index}`))),
      ),
    );
    expectEverySecond(errors);
    expect(await world.names()).toEqual(
      Array.from({ length: count / 2 }, (_, index) => `inside ${index * 2}`).sort(),
    );
  });
});

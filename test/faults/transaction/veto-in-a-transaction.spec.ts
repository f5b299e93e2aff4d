import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  type PostSave,
  type Signal,
  postSave,
  preBulkInsert,
  preDelete,
  preSave,
  preSavePostValidation,
} from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions(
  `Fault 1: a receiver of a pre… signal throws in a transaction, which needs transactions (${serverName})`,
  () => {
    let world: TransactionsWorld;
    let people: TransactionsWorld['people'];
    let bob: Person;
    const veto = new Error('veto');
    const refuse = () => {
      throw veto;
    };

    beforeAll(async () => {
      world = await openTransactionsWorld();
      ({ people } = world);
    });
    beforeEach(async () => {
      await world.clear();
      bob = await world.loaded({ name: 'Bob', age: 1 });
    });
    afterAll(() => world.close());

    /** Vetoed in the work, which saves Ada before and, if it catches the veto, Eve after it. */
    const run = async (signal: Signal<any>, vetoed: () => unknown, isCaught: boolean) => {
      const later: string[] = [];
      const told: string[] = [];
      let error: unknown;
      let attempts = 0;
      const undo = (['afterCommit', 'notApplied'] as const).map((phase) =>
        world.bus.connect(
          postSave,
          Person,
          ({ document }: PostSave<Person>) => told.push(`${document.name} ${phase}`),
          { phase },
        ),
      );
      const commands = await world.commandsOf(async () => {
        error = await errorOf(() =>
          world.transactions.run(async () => {
            attempts++;
            await world.saved('Ada');
            const veto = await withReceiver(world.bus, { signal, sender: Person, receiver: refuse }, () =>
              withReceiver(world.bus, { signal, sender: Person, receiver: () => later.push('later') }, () =>
                errorOf(vetoed),
              ),
            );
            if (!isCaught) throw veto;
            await world.saved('Eve');
          }),
        );
      });
      for (const each of undo) each();
      return {
        error,
        later,
        told,
        attempts,
        commands: commands.map(({ name }) => name).filter((name) => name !== 'hello'),
      };
    };

    const saveBob = () => people.save(Object.assign(bob, { age: 2 }));
    const insertZoe = async () => people.insertMany([people.build({ name: 'Zoe' })]);
    /** With the `postSave` payloads about the vetoed write. */
    const cases: [string, Signal<any>, () => unknown, string[]][] = [
      ['preSave', preSave, saveBob, ['Bob notApplied']],
      ['preSavePostValidation', preSavePostValidation, saveBob, ['Bob notApplied']],
      ['preDelete', preDelete, () => people.delete(bob), []],
      ['preBulkInsert', preBulkInsert, insertZoe, []],
    ];

    test.each(cases)(
      '%s: where the work lets it through nothing is stored, nothing is repeated, and the caller gets that very error',
      async (_, signal, vetoed, toldOfVeto) => {
        const result = await run(signal, vetoed, false);
        expect(result.error).toBe(veto);
        expect([result.later, result.attempts]).toEqual([[], 1]);
        expect(result.commands).toEqual(['insert', 'abortTransaction']);
        expect(result.told).toEqual(['Ada notApplied', ...toldOfVeto]);
        expect(await world.names()).toEqual(['Bob']);
      },
    );

    test.each(cases)(
      '%s: where the work catches it the rest is committed, as nothing was sent for what was vetoed',
      async (_, signal, vetoed, toldOfVeto) => {
        const result = await run(signal, vetoed, true);
        expect(result.error).toBeUndefined();
        expect([result.later, result.attempts]).toEqual([[], 1]);
        expect(result.commands).toEqual(['insert', 'insert', 'commitTransaction']);
        expect(result.told).toEqual(['Ada afterCommit', ...toldOfVeto, 'Eve afterCommit']);
        expect(await world.names()).toEqual(['Ada', 'Bob', 'Eve']);
        expect(await world.db.collection('people').findOne({ name: 'Bob' })).toMatchObject({ age: 1 });
      },
    );

    test('a document has after the rollback what it had when the transaction met it, and can be saved then', async () => {
      const eve = people.build({ name: 'Eve' });
      const result = await run(preSave, () => people.save(eve), false);
      expect(result.error).toBe(veto);
      expect(eve.id).toBeUndefined();
      await people.save(eve);
      expect(await world.names()).toEqual(['Bob', 'Eve']);
    });
  },
);

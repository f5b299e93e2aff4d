import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TransactionOverError, postSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { withFailPoint } from '../../support/fail-points.js';
import { newGate } from '../../support/gate.js';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { conflict, openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const withFailPoints = capabilities.failPoints ? test : test.skip;

withTransactions(
  `Fault 20: a transaction does not wait for a save of its own, which needs transactions (${serverName})`,
  () => {
    let world: TransactionsWorld;
    let people: TransactionsWorld['people'];

    beforeAll(async () => {
      world = await openTransactionsWorld();
      ({ people } = world);
    });
    beforeEach(() => world.clear());
    afterAll(() => world.close());

    /** Work that goes on behind the back of whoever called it, once it is let. */
    const leftBehind = (work: () => unknown) => {
      const { opened, open } = newGate();
      return { go: open, ended: opened.then(() => errorOf(work)) };
    };

    const operations: [string, (ada: Person) => unknown][] = [
      ['save of a new document', async () => people.save(people.build({ name: 'Late' }))],
      ['save of a loaded one', (ada) => people.save(Object.assign(ada, { name: 'Late' }))],
      ['delete', (ada) => people.delete(ada)],
      ['insertMany', async () => people.insertMany([people.build({ name: 'Late' })])],
      ['deleteMany', () => people.deleteMany({ name: 'Ada' })],
      ['getById', (ada) => people.getById(ada.id)],
      ['find', () => people.find({}).toArray()],
      ['count', () => people.count({})],
      ['a transaction that would join it', () => world.transactions.run(() => undefined)],
    ];
    test.each(operations)(
      '%s that begins after its end is refused, and nothing is sent',
      async (_title, work) => {
        const ada = await world.saved('Ada');
        let late: ReturnType<typeof leftBehind> | undefined;
        await world.transactions.run(async () => {
          late = leftBehind(() => work(ada));
          await world.saved('In time');
        });
        const commands = await world.commandsOf(async () => {
          late?.go();
          expect(await late?.ended).toBeInstanceOf(TransactionOverError);
        });
        expect(commands).toEqual([]);
        expect(await world.names()).toEqual(['Ada', 'In time']);
      },
    );

    test('the same after a rollback', async () => {
      let late: ReturnType<typeof leftBehind> | undefined;
      await errorOf(() =>
        world.transactions.run(() => {
          late = leftBehind(() => world.saved('Late'));
          throw new Error('no');
        }),
      );
      late?.go();
      expect(await late?.ended).toBeInstanceOf(TransactionOverError);
      expect(await world.names()).toEqual([]);
    });

    test('a save that has begun and not written is refused, and its document is new and free', async () => {
      const ada = people.build({ name: 'Ada' });
      let saving: Promise<unknown> = Promise.resolve();
      await world.transactions.run(() => {
        saving = errorOf(() => people.save(ada));
      });
      expect(await saving).toBeInstanceOf(TransactionOverError);
      expect(await world.names()).toEqual([]);
      await people.save(ada);
      expect(await world.names()).toEqual(['Ada']);
    });

    test('a save that has written belongs to it, with what its listeners write', async () => {
      const written = newGate();
      const receiver = async ({ document }: { document: Person }) => {
        if (document.name !== 'Ada') return;
        written.open();
        await world.rooms.save(world.rooms.build({ id: 'A1' }));
      };
      const commands = await world.commandsOf(() =>
        withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, () =>
          world.transactions.run(async () => {
            void world.saved('Ada');
            await written.opened;
          }),
        ),
      );
      expect(commands.map(({ name }) => name).filter((name) => name !== 'hello')).toEqual([
        'insert',
        'insert',
        'commitTransaction',
      ]);
      expect(await world.names()).toEqual(['Ada']);
    });

    test('what a listener leaves behind is refused, too', async () => {
      let late: ReturnType<typeof leftBehind> | undefined;
      const receiver = () => {
        late = leftBehind(() => world.rooms.save(world.rooms.build({ id: 'A1' })));
      };
      await withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, () =>
        world.transactions.run(() => world.saved('Ada')),
      );
      late?.go();
      expect(await late?.ended).toBeInstanceOf(TransactionOverError);
      expect(await world.db.collection('rooms').countDocuments()).toBe(0);
    });

    withFailPoints('what one attempt leaves behind does not join the next (needs fail points)', async () => {
      let late: ReturnType<typeof leftBehind> | undefined;
      await withFailPoint(world.appName, { commands: ['insert'], data: { ...conflict } }, () =>
        world.transactions.run(async ({ attempt }) => {
          if (attempt === 1) late = leftBehind(() => world.saved('Late'));
          await world.saved('Ada');
          late?.go();
          await late?.ended;
        }),
      );
      expect(await late?.ended).toBeInstanceOf(TransactionOverError);
      expect(await world.names()).toEqual(['Ada']);
    });
  },
);

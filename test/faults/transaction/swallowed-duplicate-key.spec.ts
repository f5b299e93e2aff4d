import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DuplicateKeyError, TransactionFailedError, postSave } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

withTransactions(
  `Fault 17: the work catches the error of a duplicate key, which needs transactions (${serverName})`,
  () => {
    let world: TransactionsWorld;
    let people: TransactionsWorld['people'];
    let ada: Person;

    beforeAll(async () => {
      world = await openTransactionsWorld();
      ({ people } = world);
    });
    beforeEach(async () => {
      await world.clear();
      ada = await world.saved('Ada');
    });
    afterAll(() => world.close());

    const collide = async () => errorOf(async () => people.save(people.build({ id: ada.id, name: 'X' })));
    const collideInBulk = async () =>
      errorOf(async () => people.insertMany([people.build({ id: ada.id, name: 'X' })]));

    test.each([
      ['of save', collide],
      ['of insertMany', collideInBulk],
    ])('%s: it is rolled back at once, and no commit is asked for', async (_title, swallowed) => {
      let calls = 0;
      let error: any;
      const start = performance.now();
      const commands = await world.commandsOf(async () => {
        error = await errorOf(() =>
          world.transactions.run(async () => {
            calls++;
            await world.saved('Bob');
            await swallowed();
          }),
        );
      });
      expect(performance.now() - start).toBeLessThan(5000);
      expect(error).toBeInstanceOf(TransactionFailedError);
      expect(error).toMatchObject({ code: 'TRANSACTION_FAILED' });
      expect(calls).toBe(1);
      expect(commands.map(({ name }) => name).filter((name) => name.endsWith('Transaction'))).toEqual([
        'abortTransaction',
      ]);
      expect(await world.names()).toEqual(['Ada']);
    });

    test('everything after it is refused before it is sent, reads too', async () => {
      const errors: unknown[] = [];
      const bob = await world.saved('Bob');
      const commands = await world.commandsOf(() =>
        world.transactions.run(async () => {
          errors.push(await collide());
          errors.push(await errorOf(() => world.saved('Eve')));
          errors.push(await errorOf(() => people.delete(bob)));
          errors.push(await errorOf(() => people.count({})));
          errors.push(await errorOf(() => people.getById(ada.id)));
          errors.push(await errorOf(() => people.find({}).toArray()));
        }),
      );
      const failed = expect.any(TransactionFailedError);
      expect(errors).toEqual([expect.any(DuplicateKeyError), failed, failed, failed, failed, failed]);
      expect(commands.filter(({ name }) => name !== 'hello').map(({ name }) => name)).toEqual([
        'insert',
        'abortTransaction',
      ]);
    });

    test('by a listener: it is rolled back as well', async () => {
      const receiver = async ({ document }: { document: Person }) => {
        if (document.name === 'Bob') await collide();
      };
      const error = await errorOf(() =>
        world.transactions.run(() =>
          withReceiver(world.bus, { signal: postSave, sender: Person, receiver }, () => world.saved('Bob')),
        ),
      );
      expect(error).toBeInstanceOf(TransactionFailedError);
      expect(await world.names()).toEqual(['Ada']);
    });

    test('in a transaction of its own (requiresNew) it leaves the outer one alone', async () => {
      await world.transactions.run(async () => {
        await world.saved('Bob');
        const error = await errorOf(() => world.transactions.run(collide, { propagation: 'requiresNew' }));
        expect(error).toBeInstanceOf(TransactionFailedError);
      });
      expect(await world.names()).toEqual(['Ada', 'Bob']);
    });
  },
);

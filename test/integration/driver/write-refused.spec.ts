import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspect } from 'node:util';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

describe('A write that the server refuses', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
    await world.db.createCollection('people', { validator: { $jsonSchema: { required: ['status'] } } });
  });
  afterAll(() => world.close());

  const refused = { code: 'WRITE_REFUSED', outcome: 'notApplied', documentName: 'Person', serverCode: 121 };

  test('an insert that the validator of the collection refuses', async () => {
    const ada = Object.assign(people.build({ name: 'secret' }), { status: undefined });
    const error = await errorOf(() => people.save(ada));
    expect(error).toMatchObject(refused);
    expect([error.message, inspect(error), JSON.stringify(error)].join()).not.toContain('secret');
    expect(await people.save(Object.assign(ada, { status: 'new' }))).toBe(ada);
  });

  test('an update that it refuses', async () => {
    const ada = await people.create({ name: 'Ada' });
    Reflect.deleteProperty(ada, 'status');
    expect(await errorOf(() => people.save(ada))).toMatchObject(refused);
    expect(people.changes(ada).paths).toEqual(['status']);
  });

  test('documents of a list that it refuses are those that failed', async () => {
    const list = [people.build({ name: 'A' }), people.build({ name: 'B' })];
    Reflect.deleteProperty(list[1]!, 'status');
    const error = await errorOf(() => people.insertMany(list));
    expect(error).toMatchObject({
      code: 'BULK_WRITE_FAILED',
      outcome: 'partlyApplied',
      applied: [0],
      failed: [1],
    });
  });

  withTransactions(
    'an update of what another transaction writes keeps the label to try again (needs transactions)',
    async () => {
      const ada = await people.create({ name: 'Ada' });
      const first = world.connection.client.startSession();
      const second = world.connection.client.startSession();
      try {
        first.startTransaction();
        await world.db
          .collection('people')
          .updateOne({ _id: ada.id }, { $set: { age: 1 } }, { session: first });
        second.startTransaction();
        ada.age = 2;
        const error = await errorOf(() => people.save(ada, { session: second }));
        expect(error).toMatchObject({ code: 'WRITE_REFUSED', outcome: 'notApplied', serverCode: 112 });
        expect(error.hasErrorLabel('TransientTransactionError')).toBe(true);
      } finally {
        await second.abortTransaction();
        await first.abortTransaction();
        await Promise.all([first.endSession(), second.endSession()]);
      }
    },
  );
});

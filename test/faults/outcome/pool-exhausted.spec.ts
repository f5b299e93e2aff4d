import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Id, Sequence } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { LossyProxy } from '../../support/proxy/lossy-proxy.js';
import { databaseUri, serverName } from '../../support/server.js';

@Document({ collection: 'invoices' })
class Invoice {
  @Id() id!: ObjectId;
  @Sequence() number!: number;
}

describe(`Fault 30: all connections of a pool of 2 are in use (${serverName})`, () => {
  let proxy: LossyProxy;
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let loaded: Person;
  let waiting: Promise<unknown>[];
  const open = async () => {
    // Both are opened at the start: an insert that waited for one to open would give up, and its reply would never be lost.
    const clientOptions = { minPoolSize: 2, maxPoolSize: 2, waitQueueTimeoutMS: 50 };
    // What waits for a reply is not waited for at the end.
    world = await openApp([Person, Invoice], [], { uri: proxy.uri, clientOptions, shutdownTimeout: 100 });
    people = world.repository(Person);
  };

  beforeEach(async () => {
    proxy = await openLossyProxy();
    await open();
    loaded = await people.save(people.build({ name: 'Loaded' }));
    // Two inserts whose replies never come.
    proxy.lose({ command: 'insert', times: 2, how: 'silence' });
    const busy = [people.build({ name: 'A' }), people.build({ name: 'B' })];
    waiting = busy.map((each) => errorOf(() => people.save(each)));
    await proxy.haveLost(2);
  });
  afterEach(async () => {
    await world.app.close();
    await Promise.all(waiting);
    await open();
    await world.close();
    await proxy.close();
  });

  test.each<[string, string, () => Promise<unknown>]>([
    ['an insert', 'Person', async () => people.save(people.build({ name: 'C' }))],
    ['an update', 'Person', async () => people.save(Object.assign(loaded, { age: 1 }))],
    ['a delete', 'Person', async () => people.delete(loaded)],
    ['insertMany', 'Person', async () => people.insertMany([people.build({ name: 'C' })])],
    ['deleteMany', 'Person', async () => people.deleteMany({ name: 'Loaded' })],
    [
      'a number of a sequence',
      'Invoice.number',
      async () => world.repository(Invoice).save(world.repository(Invoice).build({})),
    ],
  ])('%s gives up in time, and was not sent', async (_title, documentName, work) => {
    const start = performance.now();
    const error = await errorOf(work);
    expect(performance.now() - start).toBeLessThan(2000);
    expect(error).toMatchObject({ code: 'SERVER_UNAVAILABLE', outcome: 'notApplied', documentName });
    expect(error.reason).toBe('All connections of the pool were in use, and none became free in time');
  });

  test('the writes that wait for a reply are of unknown outcome when the application is closed', async () => {
    await world.app.close();
    expect(await Promise.all(waiting)).toMatchObject([{ outcome: 'unknown' }, { outcome: 'unknown' }]);
  });
});

describe('How long a call waits for a connection of the pool', () => {
  test.each([
    ['is 10 seconds by default', '', {}, 10_000],
    ['is what the connection string says', 'waitQueueTimeoutMS=70', {}, 70],
    ['is what it says in other letters', 'waitqueuetimeoutms=70', {}, 70],
    ['is what the options of the client say', '', { waitQueueTimeoutMS: 80 }, 80],
    ['is for ever if they say 0', '', { waitQueueTimeoutMS: 0 }, 0],
    [
      'is what the options of the client say where both do',
      'waitQueueTimeoutMS=70',
      { waitQueueTimeoutMS: 80 },
      80,
    ],
  ])('%s', async (_title, option, clientOptions, expected) => {
    const own = databaseUri();
    const uri = option ? `${own}${own.includes('?') ? '&' : '?'}${option}` : own;
    const world = await openApp([], [], { uri, clientOptions });
    expect(world.connection.client.options.waitQueueTimeoutMS).toBe(expected);
    await world.close();
  });
});

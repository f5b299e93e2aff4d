import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentRepository } from 'nestjs-documents';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';

const withFailPoints = capabilities.failPoints ? test : test.skip;

/** More than the server gives with the first reply, which has 101. */
const total = 150;

describe(`A find whose next portion does not come (${serverName})`, () => {
  const appName = newAppName();
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person], [], { clientOptions: { appName } });
    people = world.repository(Person);
    await world.db
      .collection('people')
      .insertMany(Array.from({ length: total }, (_, age) => ({ name: `P${age}`, age })));
  });
  afterAll(() => world.close());

  const failures: [string, object, object][] = [
    ['is lost', { closeConnection: true }, { serverCode: undefined }],
    [
      'is refused',
      { errorCode: 11601, errorLabels: ['SomeLabel'] },
      { serverCode: 11601, errorLabels: ['SomeLabel'] },
    ],
  ];
  describe.each(failures)('because it %s (needs fail points)', (_title, data, expected) => {
    const failing = <R>(work: () => Promise<R>) =>
      withFailPoint(appName, { commands: ['getMore'], data }, work);

    withFailPoints('ends a loop with READ_FAILED, after the documents that have come', async () => {
      let seen = 0;
      const error = await failing(() =>
        errorOf(async () => {
          for await (const { age } of people.find({})) seen = Math.max(seen, age! + 1);
        }),
      );
      expect(error).toMatchObject({ code: 'READ_FAILED', documentName: 'Person', ...expected });
      expect(error.hasErrorLabel('SomeLabel')).toBe(error.cause.hasErrorLabel('SomeLabel'));
      expect(seen).toBe(101);
    });

    withFailPoints('is READ_FAILED of toArray', async () => {
      const error = await failing(() => errorOf(() => people.find({}).toArray()));
      expect(error).toMatchObject({ code: 'READ_FAILED', documentName: 'Person', ...expected });
    });
  });

  test.each([
    ['a loop', undefined],
    ['a loop with a limit', 120],
  ])('is SERVER_UNAVAILABLE of %s whose client was closed, and not its end', async (_title, limit) => {
    const other = await openApp([Person], [], { database: world.db.databaseName });
    const query = other.repository(Person).find({});
    let seen = 0;
    const error = await errorOf(async () => {
      for await (const { name } of limit ? query.limit(limit) : query) {
        seen += name ? 1 : 0;
        if (seen === 1) await other.connection.client.close();
      }
    });
    await other.app.close();
    expect(error).toMatchObject({ code: 'SERVER_UNAVAILABLE', documentName: 'Person' });
    expect(seen).toBeLessThan(limit ?? total);
  });
});

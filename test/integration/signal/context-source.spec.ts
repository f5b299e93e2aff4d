import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OnCommit, OnPostSave, postInit, postSave, preDelete, preSave, Transactions } from 'nestjs-documents';
import type { DocumentRepository, PostCommit, PostSave } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

const request = new AsyncLocalStorage<Readonly<Record<string, unknown>>>();
let asked = 0;
let answer: () => unknown;
const seen: unknown[] = [];

@Injectable()
class Listener {
  @OnPostSave(Person, { phase: 'afterCommit' }) committed({ context }: PostSave<Person>) {
    seen.push(['afterCommit', context]);
  }
  @OnCommit() commit({ context }: PostCommit) {
    seen.push(['commit', context]);
  }
}

describe('The context that forRoot gives', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const context = () => {
    asked++;
    return answer() as undefined;
  };
  const save = (name: string, options = {}) => people.save(Object.assign(new Person(), { name }), options);

  beforeAll(async () => {
    world = await openApp([Person], [Listener], { context });
    people = world.repository(Person);
    await world.db.createCollection('people');
  });
  beforeEach(() => {
    asked = 0;
    answer = () => request.getStore();
    seen.length = 0;
  });
  afterAll(() => world.close());

  test('is that of the request, asked once for all signals of an operation', async () => {
    using _before = world.bus.connect(preSave, Person, (payload) => seen.push(['pre', payload.context]));
    using _after = world.bus.connect(postSave, Person, (payload) => seen.push(['post', payload.context]));
    await request.run({ user: 'grace' }, () => save('Ada'));

    const user = { user: 'grace' };
    expect(seen).toEqual([
      ['pre', user],
      ['post', user],
      ['afterCommit', user],
    ]);
    expect(asked).toBe(1);
  });

  test('is not asked for where the call gives one, nor where nobody listens', async () => {
    await save('Ada', { context: { user: 'ada' } });
    await people.count({});

    expect(seen).toEqual([['afterCommit', { user: 'ada' }]]);
    expect(asked).toBe(0);
  });

  test('is asked for once by a delete of many', async () => {
    for (const name of ['Ada', 'Bob']) await save(name);
    asked = 0;
    const contexts = new Set<unknown>();
    using _deleted = world.bus.connect(preDelete, Person, (payload) => contexts.add(payload.context));
    answer = () => ({ user: 'grace' });
    await people.deleteMany({ name: 'Ada' });
    await people.deleteMany({}, { allowAll: true });

    expect([...contexts]).toEqual([{ user: 'grace' }, { user: 'grace' }]);
    expect(asked).toBe(2);
  });

  test('is empty where nothing is returned', async () => {
    await save('Ada');

    expect(seen).toEqual([['afterCommit', {}]]);
  });

  withTransactions(
    'of the operation is what is told after the commit, of the transaction at its end (needs transactions)',
    async () => {
      await request.run({ user: 'outer' }, () =>
        world.app.get(Transactions).run(() => request.run({ user: 'inner' }, () => save('Ada'))),
      );

      expect(seen).toEqual([
        ['afterCommit', { user: 'inner' }],
        ['commit', { user: 'outer' }],
      ]);
    },
  );

  withTransactions('yields to the context that a transaction is given (needs transactions)', async () => {
    await world.app.get(Transactions).run(() => 1, { context: { user: 'ada' } });

    expect([seen, asked]).toEqual([[['commit', { user: 'ada' }]], 0]);
  });

  const failing = () => {
    throw new Error('no request');
  };

  test('is the caller’s error where asking throws, before anything is written', async () => {
    answer = failing;
    const error = await errorOf(() => save('Eve'));

    expect(error).toEqual(new Error('no request'));
    expect(await world.db.collection('people').countDocuments({ name: 'Eve' })).toBe(0);
  });

  withTransactions('ends a transaction before its work (needs transactions)', async () => {
    answer = failing;
    let isCalled = false;
    const error = await errorOf(() => world.app.get(Transactions).run(() => (isCalled = true)));

    expect([error, isCalled]).toEqual([new Error('no request'), false]);
  });

  test('fails a load whose listeners need it', async () => {
    await save('Ada');
    using _loaded = world.bus.connect(postInit, Person, () => undefined);
    answer = failing;

    expect(await errorOf(() => people.findOne({ name: 'Ada' }))).toEqual(new Error('no request'));
  });

  test.each<[string, unknown]>([
    ['a promise', Promise.resolve({})],
    ['a text', 'grace'],
    ['null', null],
  ])('is refused if it is %s', async (_, value) => {
    answer = () => value;

    expect(await errorOf(() => save('Ada'))).toMatchObject({
      code: 'CONNECTION_CONFIGURATION',
      message:
        'Connection "default" is misconfigured. Its option "context" returned a promise or something else that is not an object. ' +
        'Return an object or nothing, synchronously.',
    });
  });

  test('comes from a function only', async () => {
    const error = await errorOf(() => openApp([Person], [], { context: {} as never }));

    expect(error).toMatchObject({ reason: 'The option "context" is not a function' });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { ObjectId } from 'mongodb';
import {
  FieldRoleMissingError,
  postUpdate,
  preUpdate,
  StaleDocumentError,
  updateElements,
} from 'nestjs-documents';
import type { DocumentRepository, PostUpdate, PreUpdate } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { farAhead, Job, longAgo, Ticket } from './jobs.js';

const lease = { for: '60s', by: 'w1' } as const;

describe('DocumentRepository.claim', () => {
  let world: IntegrationApp;
  let jobs: DocumentRepository<Job>;
  const stored = (id: ObjectId) => world.db.collection('jobs').findOne({ _id: id });
  const insert = async (values: object) => {
    const { insertedId } = await world.db.collection('jobs').insertOne({ status: 'new', ...values });
    return insertedId;
  };

  beforeAll(async () => {
    world = await openApp([Job, Ticket, Person]);
    jobs = world.repository(Job);
  });
  beforeEach(async () => {
    await world.db.collection('jobs').deleteMany({});
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(() => world.close());

  /** Holds the clock of this process. */
  const stopClock = (at: Date): void => void vi.useFakeTimers({ now: at, toFake: ['Date'] });

  test('leases a document by one command, and returns it as it is then', async () => {
    stopClock(new Date('2030-01-01T00:00:00Z'));
    const id = await insert({ version: 1 });
    let job: any;
    const sent = await world.commandsOf(async () => {
      job = await jobs.claim({ status: 'new' }, lease);
    });
    const until = new Date('2030-01-01T00:01:00Z');

    expect(sent.map(({ name }) => name)).toEqual(['findAndModify']);
    expect(job).toBeInstanceOf(Job);
    expect(job).toMatchObject({ id, status: 'new', leasedUntil: until, leasedBy: 'w1', version: 2 });
    expect(await stored(id)).toEqual({
      ...{ _id: id, status: 'new', until, by: 'w1', version: 2 },
      updatedAt: new Date('2030-01-01T00:00:00Z'),
    });
  });

  test.each<[string, object]>([
    ['was never leased', {}],
    ['has null as its time', { until: null, by: null }],
    ['has a lease that ran out', { until: longAgo, by: 'w2' }],
  ])('gives a document that %s', async (_, values) => {
    const id = await insert(values);
    expect(await jobs.claim({ status: 'new' }, lease)).toMatchObject({ id, leasedBy: 'w1' });
  });

  test('gives a document in the moment in which its lease runs out, not before', async () => {
    await insert({ until: new Date('2030-01-01T00:00:00.000Z'), by: 'w2' });
    stopClock(new Date('2029-12-31T23:59:59.999Z'));
    expect(await jobs.claim({ status: 'new' }, lease)).toBeNull();
    stopClock(new Date('2030-01-01T00:00:00.000Z'));
    expect(await jobs.claim({ status: 'new' }, lease)).toMatchObject({ leasedBy: 'w1' });
  });

  test.each<[string, object]>([
    ['is leased by another', { until: farAhead, by: 'w2' }],
    ['is leased by the same holder', { until: farAhead, by: 'w1' }],
    ['does not match', { status: 'done' }],
    ['is soft-deleted', { deletedAt: longAgo }],
  ])('returns null for a document that %s', async (_, values) => {
    const id = await insert(values);
    const before = await stored(id);
    expect(await jobs.claim({ status: 'new' }, lease)).toBeNull();
    expect(await stored(id)).toEqual(before);
  });

  test('takes the first one in the order of sort, among the free ones', async () => {
    await insert({ priority: 9, until: farAhead });
    await insert({ priority: 1 });
    await insert({ priority: 5 });
    const order = { ...lease, sort: { priority: 'desc' } } as const;
    const claimed = [];
    for (let count = 0; count < 3; count++)
      claimed.push((await jobs.claim({ status: 'new' }, order))?.priority);
    expect(claimed).toEqual([5, 1, undefined]);
  });

  test('can filter by the fields of the lease, too', async () => {
    await insert({ until: longAgo, by: 'w3' });
    await insert({});
    expect(await jobs.claim({ leasedBy: 'w3', leasedUntil: longAgo }, lease)).toMatchObject({
      leasedBy: 'w1',
    });
    expect(await jobs.claim({ leasedBy: 'w3' }, lease)).toBeNull();
  });

  test('of two callers at the same time one gets the document, in 1,000 races', async () => {
    const tickets = world.repository(Ticket);
    const { id } = await tickets.create({ status: 'new' });
    const won = { a: 0, b: 0 };
    for (let race = 0; race < 1000; race++) {
      const both = await Promise.all([
        tickets.claim({ id }, { for: '1h', by: 'a' }),
        tickets.claim({ id }, { for: '1h', by: 'b' }),
      ]);
      const [winner, ...others] = both.flatMap((each) => each?.leasedBy ?? []) as ('a' | 'b')[];
      expect([winner, others]).toEqual([expect.stringMatching(/^[ab]$/), []]);
      won[winner as 'a' | 'b']++;
      expect(await tickets.release(id, { by: winner as string })).toBe(true);
    }
    expect(won.a + won.b).toBe(1000);
  }, 300_000);

  test('lets nobody save the document who had its lease before, if it has a version', async () => {
    stopClock(new Date('2030-01-01T00:00:00Z'));
    await insert({ version: 1 });
    const first = (await jobs.claim({ status: 'new' }, lease)) as Job;
    stopClock(new Date('2030-01-01T00:02:00Z'));
    const second = (await jobs.claim({ status: 'new' }, { for: '60s', by: 'w2' })) as Job;
    first.status = 'done by the first';
    expect(await errorOf(() => jobs.save(first))).toBeInstanceOf(StaleDocumentError);
    second.status = 'done by the second';
    await jobs.save(second);
    expect(await stored(first.id)).toMatchObject({ status: 'done by the second', by: 'w2', version: 4 });
  });

  describe('signals', () => {
    test('are those of an update, and of loading', async () => {
      const id = await insert({});
      using recorder = new SignalRecorder(world.bus);
      await jobs.claim({ status: 'new' }, lease);
      expect(recorder.names).toEqual([
        ...['Job.preUpdate', 'Job.preInit', 'Job.postInit', 'Job.postLoad', 'Job.postUpdate'],
        'Job.postWrite',
      ]);
      const { payload } = recorder.sent[4] as any;
      expect([payload.origin, payload.many, payload.document.id]).toEqual(['claim', false, id]);
      expect(payload.result).toEqual({ matchedCount: 1, modifiedCount: 1 });
      expect([payload.update.get('leasedBy'), payload.update.paths]).toEqual([
        'w1',
        ['leasedUntil', 'leasedBy'],
      ]);
    });

    test('have no match where nothing is free', async () => {
      const results: unknown[] = [];
      const receiver = ({ result }: PostUpdate<Job>) => results.push(result);
      await withReceiver(world.bus, { signal: postUpdate, sender: Job, receiver }, () =>
        jobs.claim({ status: 'new' }, lease),
      );
      expect(results).toEqual([{ matchedCount: 0, modifiedCount: 0 }]);
    });

    test('a receiver of preUpdate adds changes', async () => {
      const id = await insert({});
      const receiver = ({ update }: PreUpdate<Job>) => void update.set('status', 'running');
      await withReceiver(world.bus, { signal: preUpdate, sender: Job, receiver }, () =>
        jobs.claim({ status: 'new' }, lease),
      );
      expect(await stored(id)).toMatchObject({ status: 'running', by: 'w1', version: 1 });
    });

    test('a receiver of preUpdate changes elements by a condition', async () => {
      const id = await insert({ steps: [{ name: 'read' }, { name: 'write' }] });
      const receiver = ({ update }: PreUpdate<Job>) =>
        void update.set('steps', updateElements({ name: 'write' }, { tries: 1 }));
      await withReceiver(world.bus, { signal: preUpdate, sender: Job, receiver }, async () => {
        const job = await jobs.claim({ status: 'new' }, lease);
        expect(job?.steps?.map(({ tries }) => tries)).toEqual([undefined, 1]);
        await jobs.renew(id, lease);
        await jobs.release(id, lease);
      });
      expect((await stored(id))?.['steps']).toEqual([{ name: 'read' }, { name: 'write', tries: 1 }]);
    });

    test.each<[string, (payload: PreUpdate<Job>) => unknown]>([
      ['takes the time out', ({ update }) => update.remove('leasedUntil')],
      ['sets another holder', ({ update }) => update.set('leasedBy', 'w2')],
      ['changes the time', ({ update }) => (update.get('leasedUntil') as Date).setFullYear(2200)],
    ])('a receiver that %s is an error, and nothing is leased', async (_, change) => {
      const id = await insert({});
      const receiver = (payload: PreUpdate<Job>) => void change(payload);
      await withReceiver(world.bus, { signal: preUpdate, sender: Job, receiver }, async () => {
        expect((await errorOf(() => jobs.claim({ status: 'new' }, lease))).code).toBe('INVALID_UPDATE');
      });
      expect(await stored(id)).toEqual({ _id: id, status: 'new' });
    });

    test('a veto leases nothing', async () => {
      const id = await insert({});
      const veto = new Error('veto');
      const receiver = () => {
        throw veto;
      };
      await withReceiver(world.bus, { signal: preUpdate, sender: Job, receiver }, async () => {
        expect(await errorOf(() => jobs.claim({ status: 'new' }, lease))).toBe(veto);
      });
      expect(await stored(id)).toEqual({ _id: id, status: 'new' });
    });
  });

  describe('is refused without a command', () => {
    const refusal = async (...given: unknown[]) => {
      let error: any;
      const sent = await world.commandsOf(async () => {
        error = await errorOf(() => (jobs.claim as any)(...given));
      });
      expect(sent).toEqual([]);
      return error.code as string;
    };

    test.each<[string, unknown]>([
      ['options', undefined],
      ['a holder', { for: '60s' }],
      ['a holder that is text', { for: '60s', by: 1 }],
      ['a holder that is whole text', { for: '60s', by: 'w\ud800' }],
      ['a holder that is not empty', { for: '60s', by: '' }],
      ['a duration', { by: 'w1' }],
      ['a duration that is one', { by: 'w1', for: 'soon' }],
      ['a unit', { by: 'w1', for: '60' }],
      ['a positive duration', { by: 'w1', for: 0 }],
      ['a finite duration', { by: 'w1', for: Infinity }],
      ['a duration that ends', { by: 'w1', for: '367d' }],
    ])('without %s', async (_, options) => {
      expect(await refusal({ status: 'new' }, options)).toBe('INVALID_OPTIONS');
    });

    test('for the empty filter without allowAll', async () => {
      expect(await refusal({}, lease)).toBe('EMPTY_FILTER');
      const id = await insert({});
      expect(await jobs.claim({}, { ...lease, allowAll: true })).toMatchObject({ id });
    });

    test('for a sort by another path', async () => {
      expect(await refusal({ status: 'new' }, { ...lease, sort: { nmae: 1 } })).toBe('UNKNOWN_PATH');
    });

    test('for a class without leases', async () => {
      const people = world.repository(Person);
      const error = await errorOf(() => people.claim({ name: 'Ada' }, lease));
      expect(error).toBeInstanceOf(FieldRoleMissingError);
    });
  });
});

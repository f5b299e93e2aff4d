import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ObjectId } from 'mongodb';
import { FieldRoleMissingError, StaleDocumentError, Transactions } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';
import { Job, Ticket } from './jobs.js';

const mine = { by: 'w1' } as const;
const renewal = { ...mine, for: '5m' } as const;

describe('A lease', () => {
  let world: IntegrationApp;
  let jobs: DocumentRepository<Job>;
  const stored = (id: ObjectId) => world.db.collection('jobs').findOne({ _id: id });

  beforeAll(async () => {
    world = await openApp([Job, Ticket, Person]);
    jobs = world.repository(Job);
  });
  beforeEach(async () => {
    await world.db.collection('jobs').deleteMany({});
    at('00:00');
  });
  afterEach(() => void vi.useRealTimers());
  afterAll(() => world.close());

  /** Sets and holds the clock of this process, in minutes and seconds. */
  const at = (time: string): void =>
    void vi.useFakeTimers({ now: new Date(`2030-01-01T00:${time}Z`), toFake: ['Date'] });
  const instant = (time: string): Date => new Date(`2030-01-01T00:${time}Z`);
  /** A job that is leased by w1 until 01:00. */
  const claimed = async (): Promise<Job> => {
    await jobs.create({ status: 'new' });
    return (await jobs.claim({ status: 'new' }, { ...mine, for: '1m' })) as Job;
  };

  describe('is renewed', () => {
    test('by id, from the time of the call on, by one command', async () => {
      const { id } = await claimed();
      at('00:30');
      let end: unknown;
      const sent = await world.commandsOf(async () => {
        end = await jobs.renew(id, renewal);
      });
      expect(sent.map(({ name }) => name)).toEqual(['update']);
      expect(end).toEqual(instant('05:30'));
      expect(await stored(id)).toMatchObject({ until: instant('05:30'), by: 'w1', version: 2 });
    });

    test('by hex digits', async () => {
      const { id } = await claimed();
      await jobs.renew(id.toHexString(), renewal);
      expect(await stored(id)).toMatchObject({ until: instant('05:00') });
    });

    test('by its document, which has the new time then, and can be saved', async () => {
      const job = await claimed();
      at('00:30');
      await jobs.renew(job, renewal);
      expect([job.leasedUntil, job.leasedBy]).toEqual([instant('05:30'), 'w1']);
      expect(jobs.changes(job).paths).toEqual([]);
      job.status = 'done';
      await jobs.save(job);
      expect(await stored(job.id)).toMatchObject({ status: 'done', until: instant('05:30'), version: 3 });
    });

    test('so that a save of the object is accepted, if it was renewed by id', async () => {
      const job = await claimed();
      await jobs.renew(job.id, renewal);
      job.status = 'done';
      await jobs.save(job);
      expect(await stored(job.id)).toMatchObject({ status: 'done', until: instant('05:00') });
    });

    test('with the signals of an update', async () => {
      const job = await claimed();
      using recorder = new SignalRecorder(world.bus);
      await jobs.renew(job, renewal);
      expect(recorder.names).toEqual(['Job.preUpdate', 'Job.postUpdate', 'Job.postWrite']);
      const { payload } = recorder.sent[0] as any;
      expect([payload.origin, payload.filter, payload.update.paths]).toEqual([
        'renew',
        { id: job.id },
        ['leasedUntil', 'leasedBy'],
      ]);
    });
  });

  describe('is not renewed, with a StaleDocumentError and no change', () => {
    const refusal = async (given: Job | ObjectId, options: { for: '5m'; by: string } = renewal) => {
      const id = given instanceof Job ? given.id : given;
      const before = [await stored(id), { ...(given as object) }];
      using recorder = new SignalRecorder(world.bus);
      const error = await errorOf(() => jobs.renew(given, options));
      expect(error).toBeInstanceOf(StaleDocumentError);
      expect([error.conflict, error.outcome]).toEqual(['lease-lost', 'notApplied']);
      expect(recorder.names).toEqual(['Job.preUpdate']);
      expect([await stored(id), { ...(given as object) }]).toEqual(before);
    };

    test('once it has run out', async () => {
      const job = await claimed();
      at('01:00');
      await refusal(job);
      await refusal(job.id);
    });

    test('once another has claimed the document', async () => {
      const job = await claimed();
      at('02:00');
      await jobs.claim({ status: 'new' }, { for: '1h', by: 'w2' });
      await refusal(job);
    });

    test('by another holder', async () => {
      const { id } = await claimed();
      await refusal(id, { ...renewal, by: 'w2' });
    });

    test('once it was released, or the document deleted', async () => {
      const job = await claimed();
      await jobs.release(job.id, mine);
      await refusal(job);
      const other = await claimed();
      await jobs.deleteById(other.id);
      await refusal(other.id);
      await refusal(new ObjectId());
    });
  });

  describe('is released', () => {
    test('by id, by one command, so that another can claim the document', async () => {
      const { id } = await claimed();
      let answer: unknown;
      const sent = await world.commandsOf(async () => {
        answer = await jobs.release(id, mine);
      });
      expect([answer, sent.map(({ name }) => name)]).toEqual([true, ['update']]);
      expect(Object.keys((await stored(id)) ?? {})).toEqual(['_id', 'status', 'updatedAt', 'version']);
      expect(await jobs.claim({ status: 'new' }, { for: '1m', by: 'w2' })).toMatchObject({ id });
    });

    test('by its document, which has none then, and can be saved', async () => {
      const job = await claimed();
      expect(await jobs.release(job, mine)).toBe(true);
      expect([job.leasedUntil, job.leasedBy, jobs.changes(job).paths]).toEqual([undefined, undefined, []]);
      job.status = 'done';
      await jobs.save(job);
      expect(await stored(job.id)).toMatchObject({ status: 'done', version: 3 });
    });

    test('also after it has run out, while nobody else has claimed the document', async () => {
      const job = await claimed();
      at('10:00');
      expect(await jobs.release(job, mine)).toBe(true);
    });

    test('not twice, not by another holder, and not after another has claimed the document', async () => {
      const job = await claimed();
      expect(await jobs.release(job.id, { by: 'w2' })).toBe(false);
      at('02:00');
      await jobs.claim({ status: 'new' }, { for: '1h', by: 'w2' });
      expect(await jobs.release(job, mine)).toBe(false);
      expect(await stored(job.id)).toMatchObject({ by: 'w2' });
      expect(job.leasedBy).toBe('w1');
      expect(await jobs.release(job.id, { by: 'w2' })).toBe(true);
      expect(await jobs.release(job.id, { by: 'w2' })).toBe(false);
    });
  });

  test.runIf(capabilities.transactions)(
    'is given back to the object if its transaction is rolled back (needs transactions)',
    async () => {
      const job = await claimed();
      const problem = new Error('no');
      const error = await errorOf(() =>
        world.app.get(Transactions).run(async () => {
          await jobs.renew(job, renewal);
          await jobs.release(job, mine);
          throw problem;
        }),
      );
      expect(error).toBe(problem);
      expect([job.leasedUntil, job.leasedBy]).toEqual([instant('01:00'), 'w1']);
      expect(jobs.changes(job).paths).toEqual([]);
      expect(await stored(job.id)).toMatchObject({ until: instant('01:00'), by: 'w1' });
    },
  );

  test.each(['renew', 'release'] as const)(
    '%s refuses what it cannot use, without a command',
    async (method) => {
      const { id } = await claimed();
      const codeOf = async (...given: unknown[]) => {
        let error: any;
        const sent = await world.commandsOf(async () => {
          error = await errorOf(() => (jobs[method] as any)(...given));
        });
        expect(sent).toEqual([]);
        return error.code as string;
      };
      expect(await codeOf(undefined, renewal)).toBe('INVALID_FILTER');
      expect(await codeOf({ id }, renewal)).toBe('INVALID_FILTER');
      expect(await codeOf(jobs.build(), renewal)).toBe('DOCUMENT_NOT_STORED');
      expect(await codeOf(id, undefined)).toBe('INVALID_OPTIONS');
      expect(await codeOf(id, { for: '5m' })).toBe('INVALID_OPTIONS');
      expect(await codeOf(id, { for: '5m', by: '' })).toBe('INVALID_OPTIONS');
      const people = world.repository(Person);
      const error = await errorOf(() => people[method](new ObjectId(), renewal));
      expect(error).toBeInstanceOf(FieldRoleMissingError);
    },
  );
});

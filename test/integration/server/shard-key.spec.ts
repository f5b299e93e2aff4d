import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DeletedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  inc,
  LeasedBy,
  LeasedUntil,
  StaleDocumentError,
  ValidationError,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp, SentCommand } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Region {
  @Field({ key: 'c' }) country?: string;
}

@Document({ collection: 'jobs', shardKey: { tenant: 1, 'region.country': 1, id: 'hashed' } })
class Job {
  @Id() id!: ObjectId;
  @Field({ key: 't', select: false }) tenant?: string;
  @Field({ key: 'r' }) region?: Region;
  @Field() status?: string;
  @Field() tries?: number;
  @LeasedUntil({ key: 'until' }) leasedUntil?: Date;
  @LeasedBy({ key: 'by' }) leasedBy?: string;
  @DeletedAt() deletedAt?: Date;
}

@Document()
class MailJob extends Job {
  @Field() address?: string;
}

@Document({ collection: 'notes', shardKey: { tenant: 1 } })
class Note {
  @Id() id!: ObjectId;
  @Field() tenant?: string;
  @Field() text?: string;
  @Version() version!: number;
}

/** The filters of single documents in commands. */
function filtersOf(sent: readonly SentCommand[]): unknown[] {
  return sent.flatMap(({ name, command }) => {
    if (name === 'update') return (command['updates'] as { q: unknown }[]).map(({ q }) => q);
    if (name === 'delete') return (command['deletes'] as { q: unknown }[]).map(({ q }) => q);
    return [command['filter'] ?? command['query']].filter((each) => each !== undefined);
  });
}

describe('The writes of a loaded document of a class with a shard key', () => {
  let world: IntegrationApp;
  let jobs: DocumentRepository<Job>;
  let notes: DocumentRepository<Note>;
  beforeAll(async () => {
    world = await openApp([Job, MailJob, Note]);
    [jobs, notes] = [world.repository(Job), world.repository(Note)];
  });
  afterAll(() => world.close());

  const sentBy = async (work: () => Promise<unknown>): Promise<unknown[]> =>
    filtersOf(
      await world.commandsOf(async () => {
        await work();
      }),
    );
  const loadedJob = async (values = {}): Promise<Job> => {
    const { id } = await jobs.create({ tenant: 'a', region: { country: 'SE' }, ...values });
    return jobs.getById(id);
  };
  const placeOf = ({ id }: Job): object => ({ _id: { $eq: id }, t: { $eq: 'a' }, 'r.c': { $eq: 'SE' } });

  test.each<[string, (job: Job) => Promise<unknown>, object]>([
    ['save', async (job) => jobs.save(Object.assign(job, { status: 'open' })), { deletedAt: { $eq: null } }],
    [
      'saveMany',
      async (job) => jobs.saveMany([Object.assign(job, { status: 'open' })]),
      { deletedAt: { $eq: null } },
    ],
    ['modify', async (job) => jobs.modify(job, { tries: inc(1) }), { deletedAt: { $eq: null } }],
    ['delete', async (job) => jobs.delete(job), { deletedAt: { $eq: null } }],
    ['delete, permanently', async (job) => jobs.delete(job, { permanent: true }), {}],
    ['reload', async (job) => jobs.reload(job), {}],
  ])('name it with the id: %s', async (_method, write, others) => {
    const job = await loadedJob();
    expect(await sentBy(() => write(job))).toEqual([{ ...placeOf(job), ...others }]);
  });

  test('name it with the id: restore', async () => {
    const job = await loadedJob();
    await jobs.delete(job);
    expect(await sentBy(() => jobs.restore(job))).toEqual([
      { ...placeOf(job), deletedAt: { $eq: job.deletedAt ?? expect.any(Date) } },
    ]);
  });

  test('name it with the id: leases', async () => {
    const { id } = await jobs.create({ tenant: 'lease', region: { country: 'SE' } });
    const job = (await jobs.claim({ id }, { for: '1m', by: 'worker' })) as Job;
    const [renewing] = await sentBy(() => jobs.renew(job, { for: '1m', by: 'worker' }));
    const [releasing] = await sentBy(() => jobs.release(job, { by: 'worker' }));
    const place = { _id: { $eq: id }, t: { $eq: 'lease' }, 'r.c': { $eq: 'SE' } };
    expect([renewing, releasing]).toMatchObject([place, place]);
  });

  test('name it with the id: replace', async () => {
    const { id } = await notes.create({ tenant: 'a', text: 'x' });
    const note = await notes.getById(id);
    note.text = 'y';
    expect(await sentBy(() => notes.replace(note))).toEqual([
      { _id: { $eq: id }, tenant: { $eq: 'a' }, version: { $eq: 1 } },
    ]);
  });

  test('name it of a subclass, and null where nothing is stored', async () => {
    const mails = world.repository(MailJob);
    const { id } = await mails.create({ address: 'a@example.org' });
    const mail = await jobs.getById(id);
    mail.status = 'sent';
    expect(await sentBy(() => jobs.save(mail))).toEqual([
      { _id: { $eq: id }, t: { $eq: null }, 'r.c': { $eq: null }, deletedAt: { $eq: null } },
    ]);
    expect(await world.db.collection('jobs').findOne({ _id: id })).toMatchObject({ status: 'sent' });
  });

  test('name it of a partial document, which loads it', async () => {
    const { id } = await loadedJob();
    const job = await jobs.find({ id }).select('status').getFirst();
    job.status = 'open';
    expect(await sentBy(() => jobs.save(job))).toEqual([
      { ...placeOf(job as unknown as Job), deletedAt: { $eq: null } },
    ]);
    expect(job).toMatchObject({ status: 'open', tenant: 'a', tries: undefined });
  });

  test('find nothing once it has changed behind them', async () => {
    const { id } = await notes.create({ tenant: 'a' });
    const note = await notes.getById(id);
    await world.db.collection<{ _id: ObjectId }>('notes').updateOne({ _id: id }, { $set: { tenant: 'b' } });
    note.text = 'x';
    expect(await errorOf(() => notes.save(note))).toBeInstanceOf(StaleDocumentError);
  });
});

describe('A shard key', () => {
  let world: IntegrationApp;
  let jobs: DocumentRepository<Job>;
  beforeAll(async () => {
    world = await openApp([Job, MailJob]);
    jobs = world.repository(Job);
  });
  afterAll(() => world.close());

  test.each<[string, string, (job: Job) => unknown]>([
    ['save', 'region', (job) => jobs.save(Object.assign(job, { region: { country: 'DK' } }))],
    ['save of less', 'region', (job) => jobs.save(Object.assign(job, { region: undefined }))],
    ['updateById', 'tenant', ({ id }) => jobs.updateById(id, { tenant: 'b' })],
    ['updateMany', 'region.country', ({ id }) => jobs.updateMany({ id }, { 'region.country': 'DK' })],
    ['modify', 'tenant', (job) => jobs.modify(job, { tenant: 'b' })],
  ])('cannot change by %s', async (_method, path, change) => {
    const { id } = await jobs.create({ tenant: 'a', region: { country: 'SE' } });
    const error = (await errorOf(async () => change(await jobs.getById(id)))) as ValidationError;
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.issues.map((issue) => [issue.path, issue.code])).toEqual([[path, 'immutable']]);
    expect(await world.db.collection('jobs').findOne({ _id: id })).toMatchObject({ t: 'a', r: { c: 'SE' } });
  });
});

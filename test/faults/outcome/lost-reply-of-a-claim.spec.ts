import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DeletedAt, Document, Field, Id, LeasedBy, LeasedUntil } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { LossyProxy } from '../../support/proxy/lossy-proxy.js';
import { serverName } from '../../support/server.js';

@Document({ collection: 'jobs' })
class Job {
  @Id() id!: ObjectId;
  @Field() status?: string;
  @LeasedUntil() leasedUntil?: Date;
  @LeasedBy() leasedBy?: string;
  @DeletedAt() deletedAt?: Date;
}

const lease = { for: '1h', by: 'w1' } as const;

describe(`The reply to a claim, a restore or a delete of one is lost (${serverName})`, () => {
  let proxy: LossyProxy;
  let world: IntegrationApp;
  let jobs: DocumentRepository<Job>;
  const stored = () => world.db.collection('jobs').findOne();
  /** The error of `work`, and the signals that report a write and were sent meanwhile. */
  const observe = async (work: () => unknown) => {
    using recorder = new SignalRecorder(world.bus);
    const error = await errorOf(work);
    return { error, posts: recorder.names.filter((name) => /\.post(Save|Update|Delete|Write)$/.test(name)) };
  };

  beforeEach(async () => {
    proxy = await openLossyProxy();
    const clientOptions = {
      ...{ serverSelectionTimeoutMS: 1000, socketTimeoutMS: 500, heartbeatFrequencyMS: 500 },
    };
    world = await openApp([Job], [], { uri: proxy.uri, clientOptions });
    jobs = world.repository(Job);
  });
  afterEach(async () => {
    await world.close();
    await proxy.close();
  });

  test('once: the driver sends the claim again, and it is applied and signalled once', async () => {
    const { id } = await jobs.create({ status: 'new' });
    proxy.lose({ command: 'findAndModify' });
    let job: any;
    const { error, posts } = await observe(async () => {
      job = await jobs.claim({ status: 'new' }, lease);
    });
    expect([error, proxy.lost, job]).toMatchObject([undefined, 1, { id, leasedBy: 'w1' }]);
    expect(posts).toEqual(['Job.postUpdate', 'Job.postWrite']);
  });

  test('twice: the outcome of the claim is unknown, and no post signal is sent', async () => {
    await jobs.create({ status: 'new' });
    proxy.lose({ command: 'findAndModify', times: 2 });
    const { error, posts } = await observe(() => jobs.claim({ status: 'new' }, lease));
    expect(error).toMatchObject({ code: 'WRITE_OUTCOME_UNKNOWN', outcome: 'unknown', documentName: 'Job' });
    expect(posts).toEqual([]);
    // Nobody can claim it until the lease that may have been given has run out; its holder can release it.
    expect(await stored()).toMatchObject({ leasedBy: 'w1' });
    expect(await jobs.claim({ status: 'new' }, { for: '1h', by: 'w2' })).toBeNull();
  });

  test('twice: the outcome of a renewal is unknown, and the object keeps the lease that is known', async () => {
    await jobs.create({ status: 'new' });
    const job = (await jobs.claim({ status: 'new' }, lease)) as Job;
    const before = job.leasedUntil;
    proxy.lose({ command: 'update', times: 2 });
    const { error, posts } = await observe(() => jobs.renew(job, { ...lease, for: '2h' }));
    expect([error.code, posts]).toEqual(['WRITE_OUTCOME_UNKNOWN', []]);
    expect(job.leasedUntil).toEqual(before);
  });

  test('twice: the outcome of a restore is unknown, and the object stays deleted', async () => {
    const job = await jobs.create({ status: 'new' });
    await jobs.delete(job);
    const { deletedAt } = job;
    proxy.lose({ command: 'update', times: 2 });
    const { error, posts } = await observe(() => jobs.restore(job));
    expect([error.code, posts, job.deletedAt]).toEqual(['WRITE_OUTCOME_UNKNOWN', [], deletedAt]);
    expect((await errorOf(() => jobs.save(job))).code).toBe('DOCUMENT_DELETED');
    expect((await errorOf(() => jobs.restore(job))).conflict).toBe('not-deleted');
    expect(await jobs.getById(job.id)).toMatchObject({ status: 'new' });
  });

  test('once: restoreMany is not sent again, its outcome is unknown', async () => {
    await jobs.delete(await jobs.create({ status: 'new' }));
    proxy.lose({ command: 'update' });
    const { error, posts } = await observe(() => jobs.restoreMany({ status: 'new' }));
    expect([error.code, posts]).toEqual(['WRITE_OUTCOME_UNKNOWN', []]);
    expect(await stored()).toEqual({ _id: expect.any(ObjectId), status: 'new' });
  });

  test.each<[string, (id: ObjectId) => Promise<boolean>]>([
    ['deleteOne', () => jobs.deleteOne({ status: 'new' }, { permanent: true })],
    ['deleteById', (id) => jobs.deleteById(id, { permanent: true })],
  ])('twice: the outcome of %s is unknown, and no post signal is sent', async (_, call) => {
    const { id } = await jobs.create({ status: 'new' });
    proxy.lose({ command: 'delete', times: 2 });
    const { error, posts } = await observe(() => call(id));
    expect([error.code, posts]).toEqual(['WRITE_OUTCOME_UNKNOWN', []]);
    expect(await stored()).toBeNull();
  });
});

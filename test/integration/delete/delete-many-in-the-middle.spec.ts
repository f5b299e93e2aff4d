import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DeletedAt,
  DeleteManyError,
  Document,
  DuplicateKeyError,
  Field,
  Id,
  postDelete,
  preDelete,
  Transactions,
} from 'nestjs-documents';
import type { DocumentRepository, PreDelete } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { newAppName, withFailPoint } from '../../support/fail-points.js';
import type { Failure } from '../../support/fail-points.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { LossyProxy } from '../../support/proxy/lossy-proxy.js';
import { capabilities, serverName } from '../../support/server.js';

const withFailPoints = capabilities.failPoints ? test : test.skip;
const inTransactions = capabilities.failPoints && capabilities.transactions ? test : test.skip;

@Document({ collection: 'logs' })
class Log {
  @Id() id!: ObjectId;
  @Field() n!: number;
}

/** Kept when it is deleted. */
@Document({ collection: 'entries' })
class Entry {
  @Id() id!: ObjectId;
  @Field() n!: number;
  @DeletedAt() deletedAt?: Date;
}

/** More than the server gives with the first reply, which has 101. */
const total = 150;

// They are deleted one after another.
vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

describe.each([
  ['really', Log, 'logs', 'delete'],
  ['softly', Entry, 'entries', 'update'],
] as const)(`deleteMany that deletes %s ends in the middle (${serverName})`, (_how, kind, name, command) => {
  const appName = newAppName();
  let proxy: LossyProxy;
  let world: IntegrationApp;
  let all: DocumentRepository<Log>;
  let told: number;

  beforeAll(async () => {
    proxy = await openLossyProxy();
    world = await openApp([kind], [], { uri: proxy.uri, clientOptions: { appName } });
    all = world.repository<Log>(kind);
    world.bus.connect(postDelete, kind, () => {
      told++;
    });
  });
  beforeEach(async () => {
    const numbers = Array.from({ length: total }, (_, n) => ({ n }));
    await world.db.collection(name).deleteMany({});
    await world.db.collection(name).insertMany(numbers);
    told = 0;
  });
  afterAll(async () => {
    await world.close();
    await proxy.close();
  });

  const left = () => world.db.collection(name).countDocuments({ deletedAt: null });
  const deleteAll = () => errorOf(() => all.deleteMany({}, { allowAll: true }));
  const failing = (failure: Failure) => withFailPoint(appName, failure, deleteAll);

  withFailPoints.each([
    ['is lost', { closeConnection: true }, 'READ_FAILED'],
    ['is refused', { errorCode: 11601 }, 'READ_FAILED'],
  ])('where the next portion %s (needs fail points)', async (_title, data, code) => {
    const error = await failing({ commands: ['getMore'], times: 2, data });
    expect(error).toBeInstanceOf(DeleteManyError);
    expect(error).toMatchObject({ outcome: 'partlyApplied', deletedCount: 101, cause: { code } });
    expect([await left(), told]).toEqual([total - 101, 101]);
  });

  test('where the answer to one of them never comes', async () => {
    proxy.lose({ command, skip: 20, times: 2 });
    const error = await deleteAll();
    expect(error).toMatchObject({
      ...{ code: 'DELETE_MANY_FAILED', outcome: 'unknown', deletedCount: 20, documentName: kind.name },
      cause: { code: 'WRITE_OUTCOME_UNKNOWN' },
    });
    expect(error.errorLabels).toEqual(error.cause.errorLabels);
    expect([await left(), told]).toEqual([total - 21, 20]);
  });

  withFailPoints('where the server refuses one (needs fail points)', async () => {
    const error = await failing({ commands: [command], skip: 40, data: { errorCode: 13 } });
    expect(error).toMatchObject({
      ...{ code: 'DELETE_MANY_FAILED', outcome: 'partlyApplied', deletedCount: 40 },
      cause: { code: 'WRITE_REFUSED', serverCode: 13 },
    });
    expect([await left(), told]).toEqual([total - 40, 40]);
  });

  test('where a stored document does not fit its class', async () => {
    await world.db.collection(name).updateOne({ n: 30 }, { $set: { n: 'thirty' } });
    expect(await errorOf(() => all.deleteMany({}, { allowAll: true }))).toMatchObject({
      ...{ code: 'DELETE_MANY_FAILED', outcome: 'partlyApplied', deletedCount: 30 },
      cause: { code: 'DECODE_FAILED', path: 'n' },
    });
    expect([await left(), told]).toEqual([total - 30, 30]);
  });

  const vetoing = (veto: Error) => {
    const receiver = ({ document }: PreDelete<Log>) => {
      if (document.n === 3) throw veto;
    };
    return withReceiver(world.bus, { signal: preDelete, sender: kind, receiver }, deleteAll);
  };

  test('by a veto, which is that very error', async () => {
    const veto = new Error('veto');
    expect(await vetoing(veto)).toBe(veto);
    expect([await left(), told]).toEqual([total - 3, 3]);
  });

  test('by an error that says of another document what became of it, which is the cause', async () => {
    const other = new DuplicateKeyError('Audit', { keys: ['number'], fields: ['number'] }, undefined);
    expect(await vetoing(other)).toMatchObject({
      ...{ code: 'DELETE_MANY_FAILED', outcome: 'partlyApplied', deletedCount: 3 },
      cause: other,
    });
  });

  withFailPoints('with the plain error where none is gone (needs fail points)', async () => {
    const error = await failing({ commands: [command], data: { errorCode: 13 } });
    expect(error).toMatchObject({ code: 'WRITE_REFUSED', outcome: 'notApplied' });
    expect([await left(), told]).toEqual([total, 0]);
  });

  inTransactions('with the error of the transaction, which takes all of it back', async () => {
    const run = () => world.app.get(Transactions).run(() => all.deleteMany({}, { allowAll: true }));
    const failure = { commands: ['getMore'], data: { errorCode: 13 } };
    const error = await withFailPoint(appName, failure, () => errorOf(run));
    expect(error).toMatchObject({ code: 'READ_FAILED', serverCode: 13 });
    expect(await left()).toBe(total);
  });
});

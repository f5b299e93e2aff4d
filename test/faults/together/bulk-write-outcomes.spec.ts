import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, Field, Id, WriteOutcomeUnknownError, inc } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { LossyProxy } from '../../support/proxy/lossy-proxy.js';
import { serverName } from '../../support/server.js';

@Document({ collection: 'counters' })
class Counter {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field(() => Number) count = 0;
}

describe(`The reply to a part of bulkWrite, or to modify, is lost (${serverName})`, () => {
  let proxy: LossyProxy;
  let world: IntegrationApp;
  let counters: DocumentRepository<Counter>;

  beforeEach(async () => {
    proxy = await openLossyProxy();
    const clientOptions = { serverSelectionTimeoutMS: 1000, socketTimeoutMS: 500, heartbeatFrequencyMS: 500 };
    world = await openApp([Counter], [], { uri: proxy.uri, clientOptions });
    counters = world.repository(Counter);
    await counters.insertMany([{ name: 'a' }, { name: 'b' }]);
  });
  afterEach(async () => {
    await world.close();
    await proxy.close();
  });

  test('updateMany, which the driver does not repeat: unknown, without a post signal', async () => {
    using recorder = new SignalRecorder(world.bus, { afterPhases: true });
    proxy.lose({ command: 'update' });
    const error = await errorOf(() =>
      counters.bulkWrite([
        { insertOne: { document: { name: 'c' } } },
        { updateMany: { filter: { count: 0 }, update: { count: inc(1) } } },
        { insertOne: { document: { name: 'd' } } },
      ]),
    );
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError);
    expect(error.bulk).toEqual({ applied: [0], failed: [], notAttempted: [2], unknown: [1] });
    expect(recorder.names.filter((name) => name.includes('.postUpdate'))).toEqual([]);
    expect(recorder.names.filter((name) => name.includes('.postSave'))).toEqual([
      ...['Counter.postSave', 'Counter.postSave.afterCommit', 'Counter.postSave.notApplied'],
    ]);
  });

  test('modify, once: sent again by the driver, and applied once', async () => {
    const a = await counters.getOne({ name: 'a' });
    proxy.lose({ command: 'findAndModify' });
    await counters.modify(a, { count: inc(1) });
    expect(a.count).toBe(1);
    expect(await world.db.collection('counters').countDocuments({ count: 1 })).toBe(1);
  });

  test('modify, twice: unknown, without a post signal, and the object is as before', async () => {
    const a = await counters.getOne({ name: 'a' });
    using recorder = new SignalRecorder(world.bus, { afterPhases: true });
    proxy.lose({ command: 'findAndModify', times: 2 });
    const error = await errorOf(() => counters.modify(a, { count: inc(1) }));
    expect(error).toBeInstanceOf(WriteOutcomeUnknownError);
    expect(a.count).toBe(0);
    expect(recorder.names).toEqual(['Counter.preSave', 'Counter.preSavePostValidation']);
  });
});

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  Document,
  DuplicateKeyError,
  Field,
  Id,
  inc,
  push,
  Transactions,
  WriteOutcomeUnknownError,
  WriteRefusedError,
} from 'nestjs-documents';
import type { DocumentRepository, DocumentUpdate } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'meters' })
class Meter {
  @Id() id!: number;
  @Field() room?: string;
  @Field() reading?: number;
  @Field(() => [String]) notes?: string[];
  @Field() serial?: string;
}

describe('updateMany that the server refuses at the second document', () => {
  let world: IntegrationApp;
  let meters: DocumentRepository<Meter>;
  const collection = () => world.db.collection<{ _id: number }>('meters');
  const cases: [string, DocumentUpdate<Meter>, number, object][] = [
    ['a number that is null', { reading: inc(1) }, 14, { reading: 2 }],
    ['a list that is null', { notes: push('new') }, 2, { notes: ['new'] }],
    ['a duplicate key', { serial: 'same' }, 11000, { serial: 'same' }],
  ];

  beforeAll(async () => {
    world = await openApp([Meter]);
    meters = world.repository(Meter);
    await collection().createIndex({ serial: 1 }, { unique: true, sparse: true }, {});
  });
  beforeEach(async () => {
    await collection().deleteMany({});
    const all = [{ _id: 1, reading: 1 }, { _id: 2, reading: null, notes: null }, { _id: 3 }];
    await collection().insertMany(all.map((each) => ({ ...each, room: 'a' })));
  });
  afterAll(() => world.close());

  test.each(cases)('%s: unknown, without signals afterwards', async (_, update, code, written) => {
    using recorder = new SignalRecorder(world.bus, { afterPhases: true });
    const error = await errorOf(() => meters.updateMany({ room: 'a' }, update));

    expect(error).toBeInstanceOf(code === 11000 ? DuplicateKeyError : WriteOutcomeUnknownError);
    expect([error.outcome, error.cause.code]).toEqual(['unknown', code]);
    expect(await collection().findOne({ _id: 1 })).toMatchObject(written);
    expect(recorder.names).toEqual(['Meter.preUpdate']);
  });

  test.each(cases)('%s: in bulkWrite too, and what follows is not attempted', async (_, update) => {
    using recorder = new SignalRecorder(world.bus, { afterPhases: true });
    const parts = [{ updateMany: { filter: { room: 'a' }, update } }, { deleteOne: { filter: { id: 3 } } }];
    const error = await errorOf(() => meters.bulkWrite(parts));

    expect(error).toBeInstanceOf(WriteOutcomeUnknownError);
    expect(error.bulk).toEqual({ applied: [], failed: [], notAttempted: [1], unknown: [0] });
    expect(recorder.names.filter((name) => name.includes('.postUpdate'))).toEqual([]);
  });

  test.each(cases)('%s: not applied in a transaction', async (what, update) => {
    const transactions = world.app.get(Transactions);
    const error = await errorOf(() => transactions.run(() => meters.updateMany({ room: 'a' }, update)));

    expect(error).toBeInstanceOf(what === 'a duplicate key' ? DuplicateKeyError : WriteRefusedError);
    expect(await collection().findOne({ _id: 1 })).toEqual({ _id: 1, room: 'a', reading: 1 });
  });
});

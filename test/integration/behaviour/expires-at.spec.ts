import { ObjectId } from 'mongodb';
import { Document, ExpiresAt, Field, getDatabaseSchemaToken, Id, InvalidSchemaError } from 'nestjs-documents';
import type { DatabaseSchema, DocumentRepository } from 'nestjs-documents';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { DocumentRegistry } from '../../../lib/schema/document-registry.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@Document({ collection: 'sessions' })
class Session {
  @Id() id!: ObjectId;
  @Field() user?: string;
  @ExpiresAt({ after: '30d', key: 'end' }) expiresAt?: Date | null;
}

@Document({ collection: 'coupons' })
class Coupon {
  @Id() id!: ObjectId;
  @ExpiresAt() until?: Date;
}

describe('@ExpiresAt', () => {
  let app: IntegrationApp;
  let sessions: DocumentRepository<Session>;
  const now = new Date('2100-01-01T00:00:00Z');
  const inThirtyDays = new Date('2100-01-31T00:00:00Z');

  beforeAll(async () => {
    app = await openApp([Session, Coupon], [], { schema: 'create' });
    sessions = app.repository(Session);
  });
  afterEach(() => vi.useRealTimers());
  afterAll(() => app.close());

  const stored = (id: ObjectId) => app.db.collection('sessions').findOne({ _id: id });
  const atThatTime = () => vi.useFakeTimers({ now, toFake: ['Date'] });

  test('declares an index by which the server removes documents at that time', async () => {
    const indexes = await app.db.collection('sessions').indexes();
    expect(indexes).toMatchObject([
      { name: '_id_' },
      { key: { end: 1 }, name: 'end_1', expireAfterSeconds: 0 },
    ]);
    const schema = app.app.get<DatabaseSchema>(getDatabaseSchemaToken());
    expect((await schema.plan()).isEmpty).toBe(true);
  });

  test('gives a new document its time when it is inserted', async () => {
    atThatTime();
    const one = await sessions.create({ user: 'ada' });
    expect(one.expiresAt).toEqual(inThirtyDays);
    const [two, three] = await sessions.insertMany([{ user: 'bob' }, { user: 'eve' }]);
    for (const id of [one.id, two?.id, three?.id])
      expect(await stored(id as ObjectId)).toMatchObject({ end: inThirtyDays });
    expect(two?.expiresAt).not.toBe(three?.expiresAt);
  });

  test('keeps the time that a new document has', async () => {
    const expiresAt = new Date('2130-05-05T00:00:00Z');
    const { id } = await sessions.create({ expiresAt });
    expect(await stored(id)).toMatchObject({ end: expiresAt });
  });

  test('gives the time to a document that an upsert inserts, and leaves it alone after that', async () => {
    atThatTime();
    const first = await sessions.upsertOne({ user: 'zoe' }, { user: 'zoe' });
    expect(first.created).toBe(true);
    vi.setSystemTime(new Date('2100-02-02T00:00:00Z'));
    await sessions.upsertOne({ user: 'zoe' }, { user: 'zoe' });
    expect(await app.db.collection('sessions').findOne({ user: 'zoe' })).toMatchObject({ end: inThirtyDays });
  });

  test('lets saves change and remove the time', async () => {
    const one = await sessions.create({ user: 'ida' });
    one.expiresAt = new Date('2131-01-01T00:00:00Z');
    await sessions.save(one);
    expect(await stored(one.id)).toMatchObject({ end: new Date('2131-01-01T00:00:00Z') });
    one.expiresAt = undefined;
    await sessions.save(one);
    expect(await stored(one.id)).toEqual({ _id: one.id, user: 'ida' });
  });

  test('without "after" sets no time', async () => {
    const coupon = await app.repository(Coupon).create({});
    expect(coupon.until).toBeUndefined();
    expect(await app.db.collection('coupons').findOne()).toEqual({ _id: coupon.id });
  });

  test.each([['a month'], [0], [-5], [null]])('with "after" %s is refused', (after) => {
    @Document()
    class Wrong {
      @Id() id!: ObjectId;
      @ExpiresAt({ after } as object) at?: Date;
    }
    expect(() => new DocumentRegistry().register(Wrong)).toThrow(InvalidSchemaError);
    expect(() => new DocumentRegistry().register(Wrong)).toThrow('Its "after" is not a duration');
  });
});

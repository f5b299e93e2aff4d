import { ObjectId } from 'mongodb';
import {
  DeletedAt,
  Document,
  DuplicateKeyError,
  EmbeddedDocument,
  Field,
  GeoPoint,
  getDatabaseSchemaToken,
  gte,
  Id,
  Index,
  mapOf,
  Unique,
} from 'nestjs-documents';
import type { DatabaseSchema } from 'nestjs-documents';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serverName } from '../../../support/server.js';
import { errorOf, openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';

@EmbeddedDocument()
class Address {
  @Field({ key: 't' }) @Index({ collation: { locale: 'en', strength: 2 } }) town!: string;
}

@Document({ collection: 'shops' })
@Index({ name: 1, openedAt: -1 }, { name: 'by_name' })
@Index({ openedAt: 1 }, { expireAfter: '30d', where: { rating: gte(3) } })
@Index({ 'extras.$**': 1 })
@Index({ tenant: 1, number: 1 }, { unique: true })
class Shop {
  @Id() id!: ObjectId;
  @Field({ key: 'n' }) name?: string;
  @Field() openedAt?: Date;
  @Field() @Index({ sparse: true, hidden: true }) rating?: number;
  @Field() tenant?: string;
  @Field() number?: number;
  @Field(() => String, { key: 'mail' }) @Unique() email?: string | null;
  @Field() @Index('2dsphere') place?: GeoPoint;
  @Field(() => mapOf(String)) extras?: Map<string, string>;
  @Field() address?: Address;
  @DeletedAt() deletedAt?: Date;
}

@Document()
class Kiosk extends Shop {
  @Field({ required: true }) @Unique() license!: string;
}

@Document()
@Index({ title: 'text', body: 'text' }, { weights: { title: 5 }, language: 'german' })
class Post {
  @Id() id!: ObjectId;
  @Field() title?: string;
  @Field() body?: string;
}

@Document()
class Token {
  @Id() id!: ObjectId;
  @Field() @Index('hashed') text?: string;
}

describe('Declared indexes on the server', () => {
  let app: IntegrationApp;
  beforeAll(async () => {
    app = await openApp([Shop, Kiosk], [], { schema: 'create' });
  });
  afterAll(() => app.close());

  test('are those of the class, its fields, embedded documents and subclasses', async () => {
    const indexes = await app.db.collection('shops').indexes();
    const shown = indexes.map(({ v: _v, collation, ...each }) => ({
      ...each,
      ...(collation && { collation: [collation.locale, collation.strength] }),
    }));
    expect(Object.fromEntries(shown.map(({ name, ...each }) => [name, each]))).toMatchObject({
      _id_: { key: { _id: 1 } },
      by_name: { key: { n: 1, openedAt: -1 } },
      openedAt_1: {
        key: { openedAt: 1 },
        expireAfterSeconds: 2_592_000,
        partialFilterExpression: { rating: { $gte: 3 } },
      },
      'extras.$**_1': { key: { 'extras.$**': 1 } },
      tenant_1_number_1: {
        key: { tenant: 1, number: 1 },
        unique: true,
        partialFilterExpression: { deletedAt: { $eq: null } },
      },
      rating_1: { key: { rating: 1 }, sparse: true, hidden: true },
      mail_1: {
        key: { mail: 1 },
        unique: true,
        partialFilterExpression: { mail: { $exists: true }, deletedAt: { $eq: null } },
      },
      place_2dsphere: { key: { place: '2dsphere' } },
      'address.t_1': { key: { 'address.t': 1 }, collation: ['en', 2] },
      license_1: {
        key: { license: 1 },
        unique: true,
        partialFilterExpression: { _type: 'Kiosk', deletedAt: { $eq: null } },
      },
    });
    expect(shown).toHaveLength(10);
  });

  test('are as declared: the plan is empty', async () => {
    const plan = await app.app.get<DatabaseSchema>(getDatabaseSchemaToken()).plan();
    expect(String(plan)).not.toContain('index');
    expect(plan.isEmpty).toBe(true);
  });

  test('that are unique leave out documents without the field, and count null', async () => {
    const shops = app.repository(Shop);
    await shops.insertMany([{ number: 1 }, { number: 2 }]);
    await shops.create({ number: 3, email: null });
    const error = await errorOf(() => shops.create({ number: 4, email: null }));
    expect(error).toBeInstanceOf(DuplicateKeyError);
    expect(error).toMatchObject({ fields: ['email'], keys: ['mail'] });
  });

  test('that are unique leave out deleted documents, whose value is free again', async () => {
    const shops = app.repository(Shop);
    const old = await shops.create({ number: 10, email: 'a@example.org' });
    await shops.delete(old);
    const young = await shops.create({ number: 10, email: 'a@example.org' });
    expect(young.id).not.toEqual(old.id);
    const error = await errorOf(() => shops.create({ number: 10, email: 'b@example.org' }));
    expect(error).toMatchObject({ code: 'DUPLICATE_KEY', fields: ['tenant', 'number'] });
    expect(await errorOf(() => shops.restore(old))).toMatchObject({ code: 'DUPLICATE_KEY' });
  });

  test('of a subclass count only its documents, and errors name its fields', async () => {
    const kiosks = app.repository(Kiosk);
    await app.db.collection('shops').insertMany([
      { license: 'x', number: 20 },
      { license: 'x', number: 21 },
    ]);
    await kiosks.create({ number: 22, license: 'x' });
    const error = await errorOf(() => kiosks.create({ number: 23, license: 'x' }));
    expect(error).toMatchObject({ code: 'DUPLICATE_KEY', documentName: 'Kiosk', fields: ['license'] });
    expect((error as Error).message).toContain('Another document has the same license');
  });

  // SecantusDB has no text and no hashed indexes.
  const isComplete = !serverName.startsWith('SecantusDB');
  test.runIf(isComplete)('may be of texts and hashed, where the server has such', async () => {
    await using other = await opened([Post, Token]);
    const [, texts] = await other.db.collection('post').indexes();
    expect(texts).toMatchObject({ weights: { title: 5, body: 1 }, default_language: 'german' });
    const [, hashed] = await other.db.collection('token').indexes();
    expect(hashed).toMatchObject({ name: 'text_hashed', key: { text: 'hashed' } });
    expect((await other.app.get<DatabaseSchema>(getDatabaseSchemaToken()).plan()).isEmpty).toBe(true);
  });
});

async function opened(documents: Parameters<typeof openApp>[0]) {
  const app = await openApp(documents, [], { schema: 'create' });
  return { ...app, [Symbol.asyncDispose]: () => app.close() };
}

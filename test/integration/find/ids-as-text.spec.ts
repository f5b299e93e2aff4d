import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  InvalidFilterError,
  mapOf,
  not,
  oneOf,
} from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field() productId?: ObjectId;
}

@Document({ collection: 'orders' })
class Order {
  @Id() id!: ObjectId;
  @Field() customerId?: ObjectId;
  @Field(() => [ObjectId]) watchers: ObjectId[] = [];
  @Field(() => [Line]) lines: Line[] = [];
  @Field(() => mapOf(ObjectId)) sellers = new Map<string, ObjectId>();
  @Field() code?: string;
  @Field(() => 'any') notes?: unknown;
}

const one = '64b000000000000000000001';
const two = '64b00000000000000000000A';
const other = '64b0000000000000000000ff';

describe('Text of 24 hexadecimal digits in a filter', () => {
  let app: IntegrationApp;
  let orders: DocumentRepository<Order>;
  let codesOf: (filter: DocumentFilter<Order>) => Promise<unknown[]>;

  beforeAll(async () => {
    app = await openApp([Order]);
    orders = app.repository(Order);
    codesOf = async (filter) => (await orders.find(filter).sort({ id: 1 }).toArray()).map(({ code }) => code);
    await app.db.collection('orders').insertMany([
      {
        ...{ _id: new ObjectId(one), code: 'a', customerId: new ObjectId(one) },
        ...{ watchers: [new ObjectId(one), new ObjectId(two)], lines: [{ productId: new ObjectId(one) }] },
        ...{ sellers: { at: new ObjectId(one) }, notes: one },
      },
      {
        _id: new ObjectId(two),
        code: one,
        customerId: new ObjectId(two),
        watchers: [],
        notes: new ObjectId(one),
      },
    ]);
  });
  afterAll(() => app.close());

  test.each<[string, DocumentFilter<Order>, unknown[]]>([
    ['the id', { id: one }, ['a']],
    ['a field that holds an id', { customerId: two }, [one]],
    ['one of several', { customerId: oneOf([two, other]) }, [one]],
    ['text beside an ObjectId', { id: oneOf([two, new ObjectId(one)]) }, ['a', one]],
    ['another id', { customerId: not(two) }, ['a']],
    ['none of several', { customerId: not(oneOf([one, other])) }, [one]],
    ['an element of a list', { watchers: two }, ['a']],
    ['a whole list', { watchers: [one, two] }, ['a']],
    ['an element by its index', { 'watchers.1': two }, ['a']],
    ['a path through a list', { 'lines.productId': one }, ['a']],
    ['an entry of a map', { 'sellers.at': one }, ['a']],
    ['a whole map', { sellers: new Map([['at', one]]) }, ['a']],
  ])('finds %s', async (_, filter, codes) => {
    expect(await codesOf(filter)).toEqual(codes);
  });

  test('stays text where the class declares a string', async () => {
    expect(await codesOf({ code: one })).toEqual([one]);
  });

  test('stays text where the class declares no type', async () => {
    expect(await codesOf({ notes: one })).toEqual(['a']);
  });

  test.each(['getById', 'findById'] as const)('is an id for %s', async (method) => {
    expect(await orders[method](one)).toMatchObject({ id: new ObjectId(one), code: 'a' });
  });

  test('is an id for findOne, exists and count', async () => {
    expect(await orders.findOne({ id: one })).toMatchObject({ code: 'a' });
    expect(await orders.exists({ id: other })).toBe(false);
    expect(await orders.count({ customerId: oneOf([one, two]) })).toBe(2);
  });

  test('is an id for deleteMany', async () => {
    const added = new ObjectId();
    await app.db.collection('orders').insertOne({ _id: added });
    expect(await orders.deleteMany({ id: added.toHexString() })).toBe(1);
    expect(await app.db.collection('orders').findOne({ _id: added })).toBeNull();
  });

  test.each<[string, unknown]>([
    ['24 characters that are no digits', '64b00000000000000000000g'],
    ['23 digits', one.slice(1)],
    ['25 digits', `${one}0`],
    ['digits and a line break', `${one.slice(1)}\n`],
    ['digits in a String object', Object(one)],
    ['an object with toHexString', { toHexString: () => one }],
    ['an object with an id', { id: one }],
    ['extended JSON', { oid: one }],
    ['12 bytes', Buffer.from(one, 'hex')],
    ['a number', 1],
  ])('is refused as %s, and no command is sent', async (_, value) => {
    let error: unknown;
    const sent = await app.commandsOf(async () => {
      error = await errorOf(() => orders.count({ customerId: value as string }));
    });
    expect(error).toBeInstanceOf(InvalidFilterError);
    expect(sent).toEqual([]);
  });
});

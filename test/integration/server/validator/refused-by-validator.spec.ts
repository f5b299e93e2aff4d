import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  BulkWriteError,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  inc,
  mapOf,
  WriteRefusedError,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { validatorOf } from '../../../../lib/server/validator/validator-of.js';
import { errorOf, openApp } from '../../../support/world/integration-app.js';
import type { IntegrationApp } from '../../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field({ key: 'a', required: true, min: 1 }) amount!: number;
}

@Document({ collection: 'orders', validation: true })
class Order {
  @Id() id!: ObjectId;
  @Field({ key: 'c', required: true, maxLength: 10 }) customer!: string;
  @Field(() => Number, { key: 't', max: 5 }) total = 0;
  @Field(() => [Line], { key: 'l' }) lines: Line[] = [];
  @Field(() => mapOf(Line), { key: 'm' }) extras?: Map<string, Line>;
}

@Document()
class WebOrder extends Order {
  @Field({ key: 'u', required: true }) url!: string;
}

describe('A write that the validator of the collection refuses', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;
  beforeAll(async () => {
    world = await openApp([Order, WebOrder]);
    orders = world.repository(Order);
    const declared = validatorOf([schemaOf(Order), schemaOf(WebOrder)]);
    await world.db.createCollection('orders', { ...declared });
  });
  beforeEach(() => world.db.collection('orders').deleteMany({}));
  afterAll(() => world.close());

  const refused = async (work: () => unknown): Promise<WriteRefusedError> => {
    const error = (await errorOf(work)) as WriteRefusedError;
    expect(error).toBeInstanceOf(WriteRefusedError);
    return error;
  };

  test('tells the fields, and no values', async () => {
    const { id } = await orders.create({ customer: 'ada', total: 4, lines: [{ amount: 3 }] });
    const error = await refused(() => orders.updateById(id, { total: inc(2) }));
    expect(error).toMatchObject({ serverCode: 121, outcome: 'notApplied', paths: ['total'] });
    expect(error.message).toBe(
      'Order was not written. The validator of its collection refused it because of total. ' +
        `See "cause" for the server's report, which holds values; correct the document, or the validator if it differs from the class.`,
    );
  });

  test('tells the fields of elements and entries', async () => {
    const { id } = await orders.create({
      customer: 'ada',
      lines: [{ amount: 3 }, { amount: 1 }],
      extras: new Map([['box', { amount: 1 }]]),
    });
    const collection = world.db.collection<{ _id: ObjectId }>('orders');
    await world.db.command({ collMod: 'orders', validationAction: 'warn' });
    await collection.updateOne({ _id: id }, { $set: { 'm.box.a': 0, t: 9 } });
    await world.db.command({ collMod: 'orders', validationAction: 'error', validationLevel: 'strict' });
    try {
      const error = await refused(() => orders.updateById(id, { customer: 'bob' }));
      expect(error.paths).toEqual(['total', 'extras.box.amount']);
    } finally {
      await world.db.command({ collMod: 'orders', validationLevel: 'moderate' });
    }
  });

  test('tells the fields of its own class', async () => {
    const web = world.repository(WebOrder);
    const order = await web.create({ customer: 'ada', url: 'u', total: 4 });
    const error = await refused(() => orders.updateById(order.id, { total: inc(2) }));
    expect(error).toMatchObject({ documentName: 'Order', paths: ['total'] });
  });

  test('tells the fields of each of several documents', async () => {
    const saved = await orders.create({ customer: 'ada', total: 4 });
    const error = (await errorOf(() =>
      orders.bulkWrite([{ updateOne: { filter: { id: saved.id }, update: { total: inc(2) } } }]),
    )) as BulkWriteError;
    expect(error).toBeInstanceOf(BulkWriteError);
    expect(error.failures.map(({ error: each }) => each)).toMatchObject([
      { serverCode: 121, paths: ['total'] },
    ]);
  });

  test('changes a document all the same that was invalid before', async () => {
    const collection = world.db.collection<{ _id: ObjectId }>('orders');
    const { id } = await orders.create({ customer: 'ada' });
    await collection.updateOne({ _id: id }, { $set: { t: 9 } }, { bypassDocumentValidation: true });
    await orders.updateById(id, { customer: 'bob' });
    expect(await collection.findOne({ _id: id })).toMatchObject({ c: 'bob', t: 9 });
  });
});

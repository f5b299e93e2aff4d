import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  FieldNotWritableError,
  Id,
  InvalidNormaliserError,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field({ trim: true }) sku?: string;
}

@Document({ collection: 'orders' })
class Order {
  @Id() id!: ObjectId;
  @Field() note?: string;
  @Field() line?: Line;
  @Field({ normalise: (value: number) => fixed(value) }) amount?: number;
}

let fixed: (value: number) => number = Math.round;

describe('A document that cannot be normalised', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;

  beforeAll(async () => {
    world = await openApp([Order]);
    orders = world.repository(Order);
  });
  afterAll(() => world.close());

  describe('is an error for the caller, with nothing sent', () => {
    const failing: [string, (order: Order) => unknown][] = [
      ['save', (order) => orders.save(Object.assign(order, { amount: 7 }))],
      ['changes', (order) => orders.changes(Object.assign(order, { amount: 8 }))],
      ['assign', (order) => orders.assign(order, { amount: 9 })],
      ['build', () => orders.build({ amount: 7 })],
      ['create', () => orders.create({ amount: 7 })],
      ['insertMany', () => orders.insertMany([{ note: 'x' }, Object.assign(new Order(), { amount: 7 })])],
      ['a filter', () => orders.findOne({ amount: 7 })],
    ];

    test.each(failing)('of %s', async (_, work) => {
      const order = await orders.create({});
      const error = new RangeError('not this one');
      fixed = () => {
        throw error;
      };
      let thrown: unknown;
      const sent = await world.commandsOf(async () => (thrown = await errorOf(() => work(order))));
      fixed = Math.round;

      expect(thrown).toBe(error);
      expect(sent).toEqual([]);
    });

    test.each(failing)('of %s, if it returns a promise', async (_, work) => {
      const order = await orders.create({});
      fixed = (value) => Promise.resolve(value) as never;
      let thrown: unknown;
      const sent = await world.commandsOf(async () => (thrown = await errorOf(() => work(order))));
      fixed = Math.round;

      expect(thrown).toBeInstanceOf(InvalidNormaliserError);
      expect(thrown).toMatchObject({ code: 'INVALID_NORMALISER', field: 'Order.amount' });
      expect(sent).toEqual([]);
    });
  });

  test('is named where a part of it is frozen', async () => {
    const order = orders.build({});
    order.line = Object.freeze(Object.assign(new Line(), { sku: ' a ' }));

    expect(await errorOf(() => orders.save(order))).toBeInstanceOf(FieldNotWritableError);
  });
});

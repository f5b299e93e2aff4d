import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  postInit,
  preBulkInsert,
  preDelete,
  preInit,
  preSave,
  preSavePostValidation,
  Transactions,
  Undeclared,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { capabilities } from '../../support/server.js';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field({ trim: true, uppercase: true }) sku?: string;
  @Field() note?: string;
}

@Document({ collection: 'orders' })
class Order {
  @Id() id!: ObjectId;
  @Field({ trim: true, lowercase: true, maxLength: 12 }) email?: string;
  @Field({ immutable: true, uppercase: true }) code?: string;
  @Field() note?: string;
  @Field(() => [String], { trim: true }) tags: string[] = [];
  @Field(() => mapOf(String), { lowercase: true }) names = new Map<string, string>();
  @Field({ default: ' NEW ', trim: true }) status?: string;
  @Field() line?: Line;
  @Field(() => [Line]) lines: Line[] = [];
  @Field({ normalise: (value: number) => fixed(value) }) amount?: number;
  @Undeclared() more?: Map<string, unknown>;
}

const withTransactions = capabilities.transactions ? test : test.skip;

let fixed: (value: number) => number;

describe('The fields of a document are normalised', () => {
  let world: IntegrationApp;
  let orders: DocumentRepository<Order>;

  beforeAll(async () => {
    world = await openApp([Order]);
    orders = world.repository(Order);
    fixed = (value) => Math.round(value);
  });
  afterAll(() => world.close());

  const storedOf = ({ id }: Order): Promise<unknown> =>
    world.db.collection('orders').findOne({ _id: id }, { projection: { _id: 0 } });
  const insert = async (values: object): Promise<Order> => {
    const { insertedId } = await world.db.collection('orders').insertOne({ status: 'old', ...values });
    return orders.getById(insertedId);
  };
  const updateOf = async (order: Order): Promise<unknown> => {
    const [update] = await world.commandsOf(() => orders.save(order));
    return update?.command['updates'][0].u;
  };
  const line = (sku: string): Line => Object.assign(new Line(), { sku });

  test('by build, with defaults, lists, maps and embedded documents, given by values or instances', () => {
    const given = line(' b ');
    const order = orders.build({
      email: ' ADA@Example ',
      tags: [' a', 'b '],
      names: { k: 'ADA' },
      line: { sku: ' a1 ' },
      lines: [given, { sku: 'c' }],
      amount: 1.6,
    });

    expect(order).toMatchObject({ email: 'ada@example', tags: ['a', 'b'], status: 'NEW', amount: 2 });
    expect(order.names).toEqual(new Map([['k', 'ada']]));
    expect(order.line).toEqual(line('A1'));
    expect(order.lines).toEqual([line('B'), line('C')]);
    expect(order.lines[0]).toBe(given);
  });

  test('by build between the init signals', () => {
    const seen: unknown[] = [];
    const disconnect = [
      world.bus.connect(preInit, Order, ({ values }) => {
        values.email = ' FROM@Receiver ';
      }),
      world.bus.connect(postInit, Order, ({ document }) => {
        seen.push(document.email);
      }),
    ];
    orders.build({ email: 'x' });
    disconnect.forEach((each) => each());

    expect(seen).toEqual(['from@receiver']);
  });

  test('by assign, which compares immutable fields in their normalised form', async () => {
    const order = await orders.create({ code: 'a1', email: 'a@b.c' });
    orders.assign(order, { code: 'a1', email: ' D@E.F', line: { sku: ' x ' }, tags: [' y'] });

    expect(order).toMatchObject({ code: 'A1', email: 'd@e.f', tags: ['y'], line: { sku: 'X' } });
    expect(await errorOf(() => orders.assign(order, { code: 'a2' }))).toMatchObject({
      issues: [{ path: 'code', code: 'immutable' }],
    });
  });

  test('by create and insertMany, of values and of documents, after preBulkInsert', async () => {
    const made = Object.assign(new Order(), { email: ' NEW@x ' });
    const disconnect = world.bus.connect(preBulkInsert, Order, ({ documents }) => {
      for (const each of documents) each.note = 'heard';
      (documents[0] as Order).tags = [' late '];
    });
    const [first, second] = await orders.insertMany([{ email: ' V@x ' }, made]);
    disconnect();

    expect(await storedOf(first as Order)).toMatchObject({ email: 'v@x', tags: ['late'], note: 'heard' });
    expect(await storedOf(second as Order)).toMatchObject({ email: 'new@x', status: 'NEW' });
    expect(second).toBe(made);
    expect(made.email).toBe('new@x');
    expect(await storedOf(await orders.create({ email: ' C@x ' }))).toMatchObject({ email: 'c@x' });
  });

  test('by save after preSave, before validation, and again after preSavePostValidation', async () => {
    const order = orders.build({ note: 'x' });
    const seen: unknown[] = [];
    const disconnect = [
      world.bus.connect(preSave, Order, ({ document }) => {
        document.email = ' LONG@ENOUGH        ';
      }),
      world.bus.connect(preSavePostValidation, Order, ({ document }) => {
        seen.push(document.email);
        document.tags.push(' late ');
        seen.push(orders.changes(document).get('tags')?.after, [...document.tags]);
      }),
    ];
    await orders.save(order);
    disconnect.forEach((each) => each());

    expect(seen).toEqual(['long@enough', ['late'], [' late ']]);
    expect(order).toMatchObject({ email: 'long@enough', tags: ['late'] });
    expect(await storedOf(order)).toMatchObject({ email: 'long@enough', tags: ['late'] });
  });

  test('by save in the same lists and maps, also where a list is frozen', async () => {
    const order = await insert({ tags: ['a'], names: { k: 'a' }, lines: [{ sku: 'A', other: 1 }] });
    const { tags, names, lines } = order;
    tags.push(' b ');
    names.set('k', 'ADA');
    (lines[0] as Line).sku = ' b ';

    expect(await updateOf(order)).toEqual({
      $set: { tags: ['a', 'b'], 'names.k': 'ada', lines: [{ sku: 'B', other: 1 }] },
    });
    expect([tags, [...names], lines]).toEqual([['a', 'b'], [['k', 'ada']], [line('B')]]);
    expect([order.tags, order.names, order.lines]).toEqual([tags, names, lines]);
    expect(order.tags).toBe(tags);
    order.tags = Object.freeze([' c ']) as unknown as string[];
    expect(await updateOf(order)).toEqual({ $set: { tags: ['c'] } });
    expect(order.tags).toEqual(['c']);
  });

  test('so that a value that becomes the stored one is not a change', async () => {
    const order = await orders.create({ email: 'a@b.c', line: { sku: 'A' } });
    Object.assign(order, { email: ' A@B.C ' });
    (order.line as Line).sku = ' a';

    expect(orders.changes(order).paths).toEqual([]);
    expect(order.email).toBe(' A@B.C ');
    expect(await updateOf(order)).toBeUndefined();
    expect(order).toMatchObject({ email: 'a@b.c', line: { sku: 'A' } });
  });

  test('and changes shows what would be written, and leaves the document as it is', async () => {
    const order = await orders.create({});
    const tags = [' a '];
    Object.assign(order, { email: ' X@Y ', tags, lines: [line(' b ')] });
    const changes = orders.changes(order);

    expect(changes.get('email')?.after).toBe('x@y');
    expect(changes.get('tags')?.after).toEqual(['a']);
    expect(changes.get('lines')?.after).toEqual([{ sku: 'B' }]);
    expect(order).toMatchObject({ email: ' X@Y ', tags: [' a '], lines: [{ sku: ' b ' }] });
    expect(order.tags).toBe(tags);
  });

  test('by the values of instead', async () => {
    const order = await orders.create({});
    const instead = { email: ' GONE@x ', line: line(' z ') };
    const disconnect = world.bus.connect(preDelete, Order, (payload) => {
      payload.instead(instead);
    });
    await orders.delete(order);
    disconnect();

    expect(await storedOf(order)).toMatchObject({ email: 'gone@x', line: { sku: 'Z' } });
    expect(order).toMatchObject({ email: 'gone@x', line: { sku: 'Z' } });
  });

  describe('but not where they are as they were loaded', () => {
    const old = { email: ' OLD ', code: 'old', tags: [' t '], line: { sku: ' s ' }, lines: [{ sku: ' l ' }] };

    test('which a load shows and a save leaves', async () => {
      const order = await insert(old);
      expect(order).toMatchObject(old);
      order.note = 'new';

      expect(await updateOf(order)).toEqual({ $set: { note: 'new' } });
      expect(order).toMatchObject(old);
      expect(orders.assign(order, { code: 'old', email: ' OLD ' })).toMatchObject(old);
    });

    test('while a changed list is normalised as a whole', async () => {
      const order = await insert(old);
      order.tags.push('u');
      order.lines.push(line('m'));
      (order.line as Line).note = 'n';

      expect(await updateOf(order)).toEqual({
        $set: { tags: ['t', 'u'], lines: [{ sku: 'L' }, { sku: 'M' }], 'line.note': 'n' },
      });
    });

    test('and their normalise is not called', async () => {
      fixed = () => {
        throw new RangeError('too old');
      };
      const order = await insert({ amount: 1.5 });
      order.note = 'new';

      expect(await updateOf(order)).toEqual({ $set: { note: 'new' } });
      fixed = Math.round;
    });

    test('also in a part of a document, where other fields are not loaded', async () => {
      const { id } = await insert(old);
      const order = await orders.find({ id }).select('note', 'email').getFirst();
      order.note = 'new';
      await orders.save(order);

      expect(await storedOf({ id } as Order)).toMatchObject({ ...old, note: 'new' });
    });
  });

  withTransactions('and a transaction that rolls back gives the former values back', async () => {
    const order = await orders.create({ email: 'a@b.c' });
    order.email = ' NEW@x ';
    const { tags } = order;
    tags.push(' t ');
    const work = world.app.get(Transactions).run(async () => {
      await orders.save(order);
      expect(order).toMatchObject({ email: 'new@x', tags: ['t'] });
      throw new Error('rolled back');
    });

    await expect(work).rejects.toThrow('rolled back');
    expect(order).toMatchObject({ email: ' NEW@x ', tags: [' t '] });
    expect(order.tags).toBe(tags);
  });
});

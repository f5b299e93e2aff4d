import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Double, Int32, Long, ObjectId } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, Version } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Line {
  @Field() sku?: string;
  @Field() price?: number;
  @Field() big?: bigint;
}

@Document({ collection: 'carts', abstract: true })
abstract class Lists {
  @Id() id!: ObjectId;
  @Field(() => [Line]) lines: Line[] = [];
  @Field(() => [Number]) prices: number[] = [];
  @Field(() => ['any']) list: unknown[] = [];
  @Field(() => mapOf(Number)) scores = new Map<string, number>();
  @Field(() => mapOf([Number])) byName = new Map<string, number[]>();
}

@Document({ collection: 'unguarded' })
class Unguarded extends Lists {}

@Document({ collection: 'guarded' })
class Guarded extends Lists {
  @Version() version!: number;
}

describe.each([Unguarded, Guarded])('A save of %O keeps what is stored', (documentClass) => {
  let world: IntegrationApp;
  let repository: DocumentRepository<Lists>;

  beforeAll(async () => {
    world = await openApp([documentClass]);
    repository = world.repository(documentClass);
  });
  afterAll(() => world.close());

  const collection = () => world.db.collection(documentClass.name.toLowerCase());

  async function load(values: Stored): Promise<Lists> {
    const { insertedId } = await collection().insertOne({ version: 1, ...values });
    return repository.getById(insertedId);
  }

  /** Saves, and reads the value of a key with the BSON types of its numbers. */
  async function storedAfter(document: Lists, key: string): Promise<unknown> {
    await repository.save(document);
    const stored = await collection().findOne({ _id: document.id }, { promoteValues: false });
    return (stored as Stored)[key];
  }

  const prices = (): unknown[] => [new Double(1), Long.fromNumber(2), new Int32(3), new Double(4)];

  test.each<[string, (list: number[]) => unknown, unknown[]]>([
    [
      'is added behind',
      (list) => list.push(5),
      [new Double(1), Long.fromNumber(2), new Int32(3), new Double(4), new Int32(5)],
    ],
    [
      'is added in front',
      (list) => list.unshift(9),
      [new Int32(9), new Double(1), Long.fromNumber(2), new Int32(3), new Double(4)],
    ],
    ['is taken from behind', (list) => list.pop(), [new Double(1), Long.fromNumber(2), new Int32(3)]],
    ['is taken from the front', (list) => list.shift(), [Long.fromNumber(2), new Int32(3), new Double(4)]],
    [
      'is replaced by two',
      (list) => list.splice(1, 1, 7, 8),
      [new Double(1), new Int32(7), new Int32(8), new Int32(3), new Double(4)],
    ],
    ['is changed', (list) => (list[2] = 7), [new Double(1), Long.fromNumber(2), new Int32(7), new Double(4)]],
    [
      'changes its place',
      (list) => list.reverse(),
      [new Double(4), new Int32(3), Long.fromNumber(2), new Double(1)],
    ],
  ])('when an element %s', async (_, change, expected) => {
    const cart = await load({ prices: prices() });
    change(cart.prices);
    expect(await storedAfter(cart, 'prices')).toEqual(expected);
  });

  test('when embedded documents stand beside a new one, and when one of their fields changes', async () => {
    const [price, big] = [new Double(2), new Int32(4)];
    const cart = await load({ lines: [{ undeclared: new Double(1), big, price, sku: 'a' }, { price }] });
    (cart.lines[0] as Line).sku = 'b';
    cart.lines.push(Object.assign(new Line(), { sku: 'c' }));
    const lines = (await storedAfter(cart, 'lines')) as Stored[];
    expect(lines).toEqual([{ undeclared: new Double(1), big, price, sku: 'b' }, { price }, { sku: 'c' }]);
    expect(Object.keys(lines[0] as Stored)).toEqual(['undeclared', 'big', 'price', 'sku']);
  });

  test('when untyped elements stand beside a new one: types, and keys in their order', async () => {
    const cart = await load({ list: [{ b: new Double(1), a: [new Double(2)] }, new Double(3)] });
    cart.list.unshift({ b: 0, a: [] });
    const list = (await storedAfter(cart, 'list')) as Stored[];
    expect(list).toEqual([
      { b: new Int32(0), a: [] },
      { b: new Double(1), a: [new Double(2)] },
      new Double(3),
    ]);
    expect(list.slice(0, 2).map((each) => Object.keys(each))).toEqual([
      ['b', 'a'],
      ['b', 'a'],
    ]);
  });

  test('when entries of a map stand beside a new one, also where the map is written whole', async () => {
    const cart = await load({
      scores: { a: new Double(1), b: new Int32(2) },
      byName: { a: [new Double(1)] },
    });
    cart.byName.get('a')?.push(2);
    cart.scores.set('with.dot', 3);
    expect(await storedAfter(cart, 'scores')).toEqual({
      a: new Double(1),
      b: new Int32(2),
      'with.dot': new Int32(3),
    });
    const stored = await collection().findOne({ _id: cart.id }, { promoteValues: false });
    expect(stored?.['byName']).toEqual({ a: [new Double(1), new Int32(2)] });
  });

  test('in the next save, too', async () => {
    const cart = await load({ prices: prices() });
    cart.prices.push(5);
    await repository.save(cart);
    cart.prices.shift();
    expect(await storedAfter(cart, 'prices')).toEqual([
      Long.fromNumber(2),
      new Int32(3),
      new Double(4),
      new Int32(5),
    ]);
  });

  test('when a value that would be refused today stands beside a change', async () => {
    const cart = await load({ list: [NaN, { $x: 1 }], scores: { $a: 1 } });
    cart.list.push(2);
    cart.scores.set('b', 2);
    expect(await storedAfter(cart, 'list')).toEqual([new Double(NaN), { $x: new Int32(1) }, new Int32(2)]);
    const stored = await collection().findOne({ _id: cart.id });
    expect(stored?.['scores']).toEqual({ $a: 1, b: 2 });
    cart.list.push({ n: [NaN] });
    await expect(repository.save(cart)).rejects.toMatchObject({
      issues: [{ path: 'list.3.n.0', message: 'should be any, not NaN' }],
    });
  });
});

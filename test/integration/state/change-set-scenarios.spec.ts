import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, postSave } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { withReceiver } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Address {
  @Field({ key: 'st' }) street?: string;
  @Field() city?: string;
}
@Document({ collection: 'customers' })
class Customer {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() age?: number;
  @Field(() => [String]) tags?: string[];
  @Field(() => [[Number]]) grid?: number[][];
  @Field({ key: 'ad' }) address?: Address;
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field(() => mapOf(Address)) places?: Map<string, Address>;
  @Field(() => [mapOf(Number)]) rounds?: Map<string, number>[];
}

const stored = () => ({
  name: 'Ada',
  tags: ['a', 'b', 'c'],
  grid: [[1, 2], [3]],
  ad: { st: 'Main', city: 'Lund' },
  scores: { math: 1, art: 2 },
  places: { home: { st: 'Main' }, work: { st: 'Side' } },
  rounds: [{ one: 1 }, { two: 2 }],
});
const address = (street: string): Address => Object.assign(new Address(), { street });

type DocumentChange = readonly [path: string, before: unknown, after: unknown];
type Row = readonly [string, (customer: Customer) => unknown, readonly DocumentChange[], object];

describe('A save of a loaded document tells its receivers and the server exactly', () => {
  let world: IntegrationApp;
  let customers: DocumentRepository<Customer>;
  beforeAll(async () => {
    world = await openApp([Customer]);
    customers = world.repository(Customer);
  });
  afterAll(() => world.close());

  test.each<Row>([
    [
      'a map entry that is added',
      (each) => each.scores!.set('music', 3),
      [['scores.music', undefined, 3]],
      { $set: { 'scores.music': 3 } },
    ],
    [
      'a map entry that changes',
      (each) => each.scores!.set('art', 5),
      [['scores.art', 2, 5]],
      { $set: { 'scores.art': 5 } },
    ],
    [
      'a map entry that is deleted',
      (each) => each.scores!.delete('art'),
      [['scores.art', 2, undefined]],
      { $unset: { 'scores.art': true } },
    ],
    [
      'a map that is replaced, by its entries',
      (each) =>
        (each.scores = new Map([
          ['art', 2],
          ['music', 3],
        ])),
      [
        ['scores.math', 1, undefined],
        ['scores.music', undefined, 3],
      ],
      { $set: { 'scores.music': 3 }, $unset: { 'scores.math': true } },
    ],
    [
      'a map that is emptied',
      (each) => each.scores!.clear(),
      [
        ['scores.math', 1, undefined],
        ['scores.art', 2, undefined],
      ],
      { $unset: { 'scores.math': true, 'scores.art': true } },
    ],
    [
      'a list that gets longer',
      (each) => each.tags!.push('d'),
      [['tags', ['a', 'b', 'c'], ['a', 'b', 'c', 'd']]],
      { $set: { tags: ['a', 'b', 'c', 'd'] } },
    ],
    [
      'a list that gets shorter',
      (each) => each.tags!.splice(1, 1),
      [['tags', ['a', 'b', 'c'], ['a', 'c']]],
      { $set: { tags: ['a', 'c'] } },
    ],
    [
      'a list that is emptied',
      (each) => (each.tags!.length = 0),
      [['tags', ['a', 'b', 'c'], []]],
      { $set: { tags: [] } },
    ],
    [
      'an element that changes in place',
      (each) => (each.tags![1] = 'x'),
      [['tags.1', 'b', 'x']],
      { $set: { tags: ['a', 'x', 'c'] } },
    ],
    [
      'a list in another order, by the places that differ',
      (each) => each.tags!.reverse(),
      [
        ['tags.0', 'a', 'c'],
        ['tags.2', 'c', 'a'],
      ],
      { $set: { tags: ['c', 'b', 'a'] } },
    ],
    [
      'an element of a nested list',
      (each) => (each.grid![0]![1] = 9),
      [['grid.0.1', 2, 9]],
      { $set: { grid: [[1, 9], [3]] } },
    ],
    [
      'a nested list that gets longer',
      (each) => each.grid![1]!.push(4),
      [['grid.1', [3], [3, 4]]],
      {
        $set: {
          grid: [
            [1, 2],
            [3, 4],
          ],
        },
      },
    ],
    [
      'what is set and what is removed, at once',
      (each) => {
        each.age = 36;
        delete each.name;
      },
      [
        ['name', 'Ada', undefined],
        ['age', undefined, 36],
      ],
      { $set: { age: 36 }, $unset: { name: true } },
    ],
    [
      'an embedded document that is replaced, by its fields',
      (each) => (each.address = address('Side')),
      [
        ['address.street', 'Main', 'Side'],
        ['address.city', 'Lund', undefined],
      ],
      { $set: { 'ad.st': 'Side' }, $unset: { 'ad.city': true } },
    ],
    [
      'an embedded document that is set to undefined',
      (each) => Object.assign(each, { address: undefined }),
      [['address', { street: 'Main', city: 'Lund' }, undefined]],
      { $unset: { ad: true } },
    ],
    [
      'a field of an embedded document in a map',
      (each) => (each.places!.get('work')!.street = 'Back'),
      [['places.work.street', 'Side', 'Back']],
      { $set: { 'places.work.st': 'Back' } },
    ],
    [
      'embedded documents that come into a map and go from it',
      (each) => each.places!.set('lake', address('Shore')).delete('home'),
      [
        ['places.home', { street: 'Main' }, undefined],
        ['places.lake', undefined, { street: 'Shore' }],
      ],
      { $set: { 'places.lake': { st: 'Shore' } }, $unset: { 'places.home': true } },
    ],
    [
      'an entry of a map in a list',
      (each) => each.rounds![1]!.set('two', 5),
      [['rounds.1.two', 2, 5]],
      { $set: { rounds: [{ one: 1 }, { two: 5 }] } },
    ],
    [
      'an entry that goes from a map in a list, and one that comes',
      (each) => each.rounds![0]!.set('three', 3).delete('one'),
      [
        ['rounds.0.one', 1, undefined],
        ['rounds.0.three', undefined, 3],
      ],
      { $set: { rounds: [{ three: 3 }, { two: 2 }] } },
    ],
  ])('%s', async (_title, change, changes, update) => {
    const _id = new ObjectId();
    await world.db.collection('customers').insertOne({ _id, ...stored() });
    const customer = await customers.getById(_id);
    change(customer);
    const told: unknown[] = [];
    const receiver = (payload: { changes: Iterable<unknown> }) => told.push(...payload.changes);
    const commands = await world.commandsOf(() =>
      withReceiver(world.bus, { signal: postSave, sender: Customer, receiver }, () =>
        customers.save(customer),
      ),
    );
    expect(told).toEqual(changes.map(([path, before, after]) => ({ path, before, after })));
    expect(commands.map(({ command }) => command['updates'][0].u)).toEqual([update]);
    expect(await world.commandsOf(() => customers.save(customer))).toEqual([]);
  });
});

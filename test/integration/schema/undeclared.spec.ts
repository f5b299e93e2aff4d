import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, Undeclared, UnknownPathError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Label {
  @Field() text?: string;
  @Undeclared() more = new Map<string, unknown>();
}

@Document({ collection: 'parcels' })
class Parcel {
  @Id() id!: ObjectId;
  @Field({ key: 'n' }) name?: string;
  @Field() label?: Label;
  @Undeclared() attributes = new Map<string, unknown>();
}

describe('@Undeclared()', () => {
  let world: IntegrationApp;
  let parcels: DocumentRepository<Parcel>;
  const _id = new ObjectId();
  const collection = () => world.db.collection('parcels');
  const stored = { _id, n: 'box', color: 'red', size: { w: 1, h: 2 }, label: { text: 'top', font: 'bold' } };

  beforeAll(async () => {
    world = await openApp([Parcel]);
    parcels = world.repository(Parcel);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    await collection().deleteMany({});
    await collection().insertOne({ ...stored });
  });

  /** Returns the update that is sent for a change. */
  const updateOf = async (change: (parcel: Parcel) => unknown): Promise<unknown> => {
    const parcel = await parcels.getById(_id);
    change(parcel);
    const [update] = await world.commandsOf(() => parcels.save(parcel));
    return update?.command['updates'][0].u;
  };

  test('shows what is stored under other keys', async () => {
    const parcel = await parcels.getById(_id);
    expect(parcel.attributes).toEqual(
      new Map<string, unknown>([
        ['color', 'red'],
        ['size', { w: 1, h: 2 }],
      ]),
    );
    expect(parcel.label?.more).toEqual(new Map([['font', 'bold']]));
  });

  test.each<[string, (parcel: Parcel) => unknown, unknown]>([
    ['no change', () => undefined, undefined],
    ['a changed entry', (p) => p.attributes.set('color', 'blue'), { $set: { color: 'blue' } }],
    ['an added entry', (p) => p.attributes.set('weight', 3), { $set: { weight: 3 } }],
    ['a removed entry', (p) => p.attributes.delete('color'), { $unset: { color: true } }],
    [
      'a value inside an entry',
      (p) => ((p.attributes.get('size') as { w: number }).w = 5),
      { $set: { 'size.w': 5 } },
    ],
    [
      'a map put in its place',
      (p) => (p.attributes = new Map([['color', 'red']])),
      { $unset: { size: true } },
    ],
    [
      'a field and an entry',
      (p) => (p.attributes.set('color', 'blue'), (p.name = 'bag')),
      { $set: { n: 'bag', color: 'blue' } },
    ],
    [
      'an entry of an embedded document',
      (p) => p.label!.more.set('font', 'thin').set('ink', 1),
      { $set: { 'label.font': 'thin', 'label.ink': 1 } },
    ],
    [
      'a removed entry of an embedded document',
      (p) => p.label!.more.delete('font'),
      { $unset: { 'label.font': true } },
    ],
  ])('writes exactly %s', async (_, change, update) => {
    expect(await updateOf(change)).toEqual(update);
  });

  test('has paths with its own name in the change set', async () => {
    const parcel = await parcels.getById(_id);
    parcel.attributes.set('color', 'blue');
    expect(parcels.changes(parcel).paths).toEqual(['attributes.color']);
    using recorder = new SignalRecorder(world.bus);
    await parcels.save(parcel);
    const { changes } = recorder.sent.at(-2)!.payload as unknown as { changes: Iterable<unknown> };
    expect([...changes]).toEqual([{ path: 'attributes.color', before: 'red', after: 'blue' }]);
  });

  test('is found and sorted by paths with its own name', async () => {
    const other = { _id: new ObjectId(), color: 'blue' };
    await collection().insertOne(other);
    expect((await parcels.findOne({ 'attributes.color': 'blue' }))?.id).toEqual(other._id);
    expect((await parcels.findOne({ 'attributes.size.w': 1 }))?.id).toEqual(_id);
    const sorted = await parcels.find({}).sort({ 'attributes.color': 1 }).toArray();
    expect(sorted.map(({ attributes }) => attributes.get('color'))).toEqual(['blue', 'red']);
  });

  test.each([
    'attributes.n',
    'attributes._id',
    'attributes.$where',
    'attributes._type',
    'attributes',
    'color',
  ])('has no path %s', async (path) => {
    const find = () => parcels.find({ [path]: 'x' }).toArray();
    expect(await errorOf(find)).toBeInstanceOf(UnknownPathError);
  });

  test('is stored beside the fields by save and insertMany', async () => {
    const made = [
      parcels.build({ name: 'a', attributes: new Map([['color', 'green']]) }),
      parcels.build({ name: 'b', attributes: new Map([['weight', 2]]) }),
      parcels.build({ name: 'c' }),
    ];
    await parcels.save(made[0]!);
    await parcels.insertMany(made.slice(1));
    expect(
      await collection()
        .find({ n: { $in: ['a', 'b', 'c'] } })
        .sort({ n: 1 })
        .toArray(),
    ).toEqual([
      { _id: made[0]!.id, n: 'a', color: 'green' },
      { _id: made[1]!.id, n: 'b', weight: 2 },
      { _id: made[2]!.id, n: 'c' },
    ]);
  });

  test.each<readonly [string, string]>([
    ['', '(0 characters)'],
    ['$set', '(4 characters)'],
    ['$', '(1 character)'],
    ['a.b', '(3 characters)'],
    ['.', '(1 character)'],
    ['a\0', '(2 characters)'],
    ...['__proto__', '_bsontype', 'n', '_id', '_type'].map((name) => [name, name] as const),
  ])('refuses the key %O, and sends nothing', async (key, shown) => {
    const parcel = await parcels.getById(_id);
    parcel.attributes.set(key, 1);
    const error = await errorOf(() => parcels.save(parcel));
    expect(error.issues).toMatchObject([{ path: `attributes.${shown}`, code: 'type' }]);
    expect(await world.commandsOf(() => parcels.save(parcel))).toEqual([]);
  });

  test('leaves stored keys that no path can name unseen and unharmed', async () => {
    const odd = { 'a.b': 1, $x: 2, '': 3 };
    const id = new ObjectId();
    await collection().insertOne({ _id: id, n: 'odd', color: 'red', label: { text: 't', 'x.y': 1 }, ...odd });
    const parcel = await parcels.getById(id);
    expect([...parcel.attributes.keys()]).toEqual(['color']);
    parcel.attributes.set('color', 'blue');
    parcel.label!.text = 'u';
    await parcels.save(parcel);
    expect(await collection().findOne({ _id: id })).toEqual({
      ...{ _id: id, n: 'odd', color: 'blue', label: { text: 'u', 'x.y': 1 } },
      ...odd,
    });
  });
});

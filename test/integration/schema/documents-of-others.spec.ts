import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  Binary,
  BSONRegExp,
  BSONSymbol,
  Code,
  DBRef,
  Decimal128,
  Double,
  Int32,
  Long,
  MaxKey,
  MinKey,
  ObjectId,
  Timestamp,
  UUID,
} from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { postInit } from 'nestjs-documents';
import type { DocumentClass } from 'nestjs-documents';
import { documentsOf, hex, withChange } from '../../support/world/documents-of-others.js';
import {
  DriverDocument,
  EngineAnimal,
  EngineDog,
  EngineLoose,
  MongooseAnimal,
  MongooseCat,
  MongooseKept,
} from '../../support/world/documents-of-others-classes.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

/** Every BSON type, and numbers that would be another type if they were written as what JavaScript makes of them. */
const everyType = (): Stored => ({
  int: new Int32(1),
  wholeDouble: new Double(2),
  negativeZero: new Double(-0),
  notANumber: new Double(NaN),
  long: Long.fromNumber(5),
  hugeLong: Long.MAX_VALUE,
  text: 'text',
  symbol: new BSONSymbol('symbol'),
  object: { inner: new Double(3), empty: {} },
  array: [new Double(1), new Int32(1), [], null],
  bytes: new Binary(Buffer.from('ab')),
  otherBytes: new Binary(Buffer.from('ab'), 128),
  uuid: new UUID('01234567-89ab-4def-8123-456789abcdef'),
  id: new ObjectId('65a000000000000000000001'),
  yes: true,
  date: new Date(5),
  nothing: null,
  pattern: new BSONRegExp('a/b+', 'imx'),
  possessive: new BSONRegExp('a++', ''),
  code: new Code('return 1'),
  scopedCode: new Code('return a', { a: new Double(1) }),
  reference: new DBRef('people', new ObjectId('65a000000000000000000002')),
  decimal: Decimal128.fromString('1.50'),
  timestamp: new Timestamp({ t: 5, i: 1 }),
  least: new MinKey(),
  greatest: new MaxKey(),
  constructor: new Double(1),
});

/** Without what no document may hold today. */
const accepted = (): Stored => {
  const { notANumber: _, ...rest } = everyType();
  return rest;
};

const ofTheDriver = (): Stored => ({
  _id: new ObjectId('65a000000000000000000009'),
  ...everyType(),
  name: 'one',
  part: { ...everyType(), label: 'one' },
  parts: [{ label: 'one', ...everyType() }, { label: 'two' }],
  named: { first: { ...everyType(), label: 'one' }, second: {} },
  anything: { ...accepted(), list: [accepted(), new Double(7)] },
  // Would not be accepted today, and is stored.
  oddity: { notANumber: new Double(NaN), $key: 1 },
});

type Row = readonly [change: string, path: string, value: unknown, change: (document: any) => void];

const mongoose = documentsOf('mongoose') as Stored[];
const { animals, loose } = documentsOf('mongoengine') as { animals: Stored[]; loose: Stored[] };

const shared: readonly Row[] = [
  ['a Date', 'born', new Date(5), (each) => (each.born = new Date(5))],
  ['a number', 'weight', new Double(13.5), (each) => (each.weight = 13.5)],
  ['an int32', 'legs', new Int32(3), (each) => (each.legs = 3)],
  ['a Long', 'steps', Long.fromNumber(6), (each) => (each.steps = 6n)],
  [
    'a Decimal128',
    'price',
    Decimal128.fromString('20.00'),
    (each) => (each.price = Decimal128.fromString('20.00')),
  ],
  ['bytes in place', 'picture', new Binary(Buffer.from([9, 2, 3])), (each) => (each.picture[0] = 9)],
  ['null', 'nickname', 'Rexy', (each) => (each.nickname = 'Rexy')],
  ['an array', 'tags', ['z'], (each) => (each.tags = ['z'])],
  ['a field of an embedded document', 'address.street', 'New', (each) => (each.address.street = 'New')],
  ['an element of nested arrays', 'grid.0.0', new Int32(8), (each) => (each.grid[0][0] = 8)],
  ['an entry of a map', 'scores.math', new Double(1.5), (each) => each.scores.set('math', 1.5)],
  ['a new entry of a map', 'scores.music', new Int32(3), (each) => each.scores.set('music', 3)],
  ['a removed entry of a map', 'scores.art', undefined, (each) => each.scores.delete('art')],
  ['a field in a map', 'homes.summer.street', 'New', (each) => (each.homes.get('summer').street = 'New')],
  ['a removed field', 'chip', undefined, (each) => delete each.chip],
];

const writers: readonly (readonly [string, DocumentClass, string, Stored, readonly Row[]])[] = [
  [
    'mongoose',
    MongooseAnimal,
    'mongoose_animals',
    mongoose[0]!,
    [
      ...shared,
      ['text', 'name', 'Other', (each) => (each.name = 'Other')],
      ['an element with an _id', 'addresses.0.street', 'New', (each) => (each.addresses[0].street = 'New')],
      ['a nested path', 'nested.deep.value', new Int32(9), (each) => (each.nested.deep.value = 9)],
      ['mixed', 'mixed.any.4.deep', false, (each) => (each.mixed.any[4].deep = false)],
    ],
  ],
  [
    'a discriminator of mongoose',
    MongooseCat,
    'mongoose_animals',
    mongoose[1]!,
    [
      ['a field of the base', 'name', 'Other', (each) => (each.name = 'Other')],
      ['an element with timestamps', 'toys.1.label', 'box', (each) => (each.toys[1].label = 'box')],
      ['an element', 'addresses.1.street', 'New', (each) => (each.addresses[1].street = 'New')],
    ],
  ],
  [
    'mongoose, with nothing but a name',
    MongooseAnimal,
    'mongoose_animals',
    mongoose[2]!,
    [['text', 'name', 'Other', (each) => (each.name = 'Other')]],
  ],
  [
    'MongoEngine',
    EngineAnimal,
    'mongoengine_animals',
    animals[0]!,
    [
      ...shared,
      ['a field with a key of its own', 'n', 'Other', (each) => (each.name = 'Other')],
      ['an element that has a class', 'badges.0.label', 'New', (each) => (each.badges[0].label = 'New')],
      ['a key that is not declared', 'note.mood', 'bad', (each) => each.note.more.set('mood', 'bad')],
      ['a dictionary', 'extra.list.2', 'other', (each) => (each.extra.list[2] = 'other')],
    ],
  ],
  [
    'a subclass of MongoEngine',
    EngineDog,
    'mongoengine_animals',
    animals[1]!,
    [
      ['a field of the subclass', 'breed', 'pug', (each) => (each.breed = 'pug')],
      ['an element that has a class', 'badges.1.label', 'New', (each) => (each.badges[1].label = 'New')],
    ],
  ],
  [
    'MongoEngine, with nothing but a name',
    EngineAnimal,
    'mongoengine_animals',
    animals[2]!,
    [['a name', 'n', 'Other', (each) => (each.name = 'Other')]],
  ],
  [
    'a dynamic class of MongoEngine',
    EngineLoose,
    'mongoengine_loose',
    loose[0]!,
    [
      ['the declared field', 'name', 'Other', (each) => (each.name = 'Other')],
      ['a dynamic key', 'color', 'red', (each) => each.more.set('color', 'red')],
      ['a key inside of one', 'inner.a.b', 1, (each) => (each.more.get('inner').a.b = 1)],
      ['an element of one', 'sizes.2', 'x', (each) => (each.more.get('sizes')[2] = 'x')],
    ],
  ],
  [
    'the driver',
    DriverDocument,
    'of_the_driver',
    ofTheDriver(),
    [
      ['a field', 'name', 'other', (each) => (each.name = 'other')],
      ['a field of an embedded document', 'part.label', 'other', (each) => (each.part.label = 'other')],
      ['a field of an element', 'parts.0.label', 'other', (each) => (each.parts[0].label = 'other')],
      ['a field of the next element', 'parts.1.label', 'other', (each) => (each.parts[1].label = 'other')],
      ['a field in a map', 'named.first.label', 'other', (each) => (each.named.get('first').label = 'other')],
      ['an untyped value', 'anything.text', 'other', (each) => (each.anything.text = 'other')],
      ['an untyped element', 'anything.list.1', 'other', (each) => (each.anything.list[1] = 'other')],
    ],
  ],
];

describe.each(writers)('A document of %s', (_writer, documentClass, name, document, rows) => {
  let world: IntegrationApp;
  beforeAll(async () => {
    const classes = [MongooseAnimal, MongooseCat, EngineAnimal, EngineDog, EngineLoose, DriverDocument];
    world = await openApp(classes);
  });
  afterAll(() => world.close());

  const bytes = async (): Promise<Uint8Array> =>
    (await world.db
      .collection(name)
      .findOne({ _id: document['_id'] }, { raw: true })) as unknown as Uint8Array;

  /** Stored anew as it was written, and loaded. */
  async function load() {
    const collection = world.db.collection(name);
    await collection.deleteOne({ _id: document['_id'] });
    await collection.insertOne(document);
    const repository = world.repository<any>(documentClass);
    return { repository, loaded: await repository.getById(document['_id']) };
  }

  describe.each([
    ['nobody listens', false],
    ['somebody listens to postInit', true],
  ])('when %s', (_when, isHeard) => {
    let undo = (): void => undefined;
    beforeAll(() => {
      if (isHeard) undo = world.bus.connect(postInit, documentClass, () => undefined);
    });
    afterAll(() => undo());

    test('is of its class, and no change', async () => {
      const { repository, loaded } = await load();
      expect(loaded).toBeInstanceOf(documentClass);
      expect(repository.changes(loaded).paths).toEqual([]);
      expect(await world.commandsOf(() => repository.save(loaded))).toEqual([]);
    });

    test.each(rows)('keeps every other byte when %s changes', async (_change, path, value, change) => {
      const { repository, loaded } = await load();
      const expected = withChange(await bytes(), path, value);
      change(loaded);
      await repository.save(loaded);
      expect(hex(await bytes())).toBe(expected);
      expect(await world.commandsOf(() => repository.save(loaded))).toEqual([]);
    });
  });
});

describe('A document of mongoose whose class has the __v and the timestamps of mongoose', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([MongooseKept]);
  });
  afterAll(() => world.close());

  test('is no change, and has both written with the next change', async () => {
    const document = mongoose[0]!;
    const collection = world.db.collection('mongoose_kept');
    await collection.insertOne(document);
    const repository = world.repository(MongooseKept);
    const loaded = await repository.getById(document['_id'] as ObjectId);
    expect(await world.commandsOf(() => repository.save(loaded))).toEqual([]);
    loaded.name = 'Other';
    const [update] = await world.commandsOf(() => repository.save(loaded));
    expect(update?.command['updates'][0].u).toEqual({
      $set: { name: 'Other', updatedAt: loaded.updatedAt, __v: 2 },
    });
    expect(update?.command['updates'][0].q).toMatchObject({ __v: { $eq: 1 } });
    expect(loaded.createdAt).toEqual(document['createdAt']);
  });
});

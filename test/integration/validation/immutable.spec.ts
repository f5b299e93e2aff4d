import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  preSavePostValidation,
  ValidationError,
} from 'nestjs-documents';
import type { CreateValues, DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Origin {
  @Field({ key: 'c', immutable: true }) country?: string;
  @Field() city?: string;
  @Field(() => Origin) parent?: Origin;
}

@EmbeddedDocument()
class Label {
  @Field({ immutable: true, default: 'plain' }) style?: string;
  @Field() text?: string;
}

@Document({ collection: 'parcels' })
class Parcel {
  @Id() id!: ObjectId;
  @Field({ immutable: true, key: 'nr', required: true }) number!: string;
  @Field({ immutable: true }) at?: Date;
  @Field(() => [String], { immutable: true }) marks?: string[];
  @Field({ immutable: true }) sealed?: Origin;
  @Field(() => String, { immutable: true, default: 'new' }) state?: string;
  @Field({ min: 0 }) weight?: number;
  @Field() origin?: Origin;
  @Field() label?: Label;
  @Field(() => [Origin]) stops?: Origin[];
  @Field(() => mapOf(Origin)) named?: Map<string, Origin>;
}

const moment = new Date('2024-02-29T12:00:00Z');
const refusal = 'cannot change once it is stored';
const values: CreateValues<Parcel> = {
  number: 'n1',
  at: moment,
  marks: ['a', 'b'],
  sealed: { city: 'Wien' },
  origin: { country: 'AT', city: 'Wien', parent: { country: 'EU' } },
  stops: [{ country: 'DE' }],
  named: new Map([['x', { country: 'FR' }]]),
};

describe('An immutable field', () => {
  let world: IntegrationApp;
  let parcels: DocumentRepository<Parcel>;
  beforeAll(async () => {
    world = await openApp([Parcel]);
    parcels = world.repository(Parcel);
  });
  afterAll(() => world.close());

  const loaded = async (given = values): Promise<Parcel> => {
    const { id } = await parcels.create(given);
    return parcels.getById(id);
  };
  const refusalOf = async (parcel: Parcel): Promise<string[]> => {
    let error: unknown;
    const commands = await world.commandsOf(async () => {
      error = await errorOf(() => parcels.save(parcel));
    });
    expect(error).toBeInstanceOf(ValidationError);
    expect(commands).toEqual([]);
    return (error as ValidationError).issues.map(({ path, code, message }) => `${path} ${code}: ${message}`);
  };

  test.each<[string, (parcel: Parcel) => void, string[]]>([
    ['is changed', (parcel) => (parcel.number = 'n2'), ['number']],
    ['is taken away', (parcel) => (parcel.at = undefined), ['at']],
    ['becomes null', (parcel) => (parcel.at = null as never), ['at']],
    ['is changed in place', (parcel) => parcel.at?.setFullYear(2000), ['at']],
    ['gets another element', (parcel) => parcel.marks?.push('c'), ['marks']],
    ['is an embedded document that changes', (parcel) => (parcel.sealed!.city = 'Graz'), ['sealed']],
    ['was initialised by its default', (parcel) => (parcel.state = 'old'), ['state']],
    ['of an embedded document is changed', (parcel) => (parcel.origin!.country = 'DE'), ['origin.country']],
    [
      'of an embedded document in another one is changed',
      (parcel) => (parcel.origin!.parent!.country = 'DE'),
      ['origin.parent.country'],
    ],
    [
      'goes with its embedded document',
      (parcel) => (parcel.origin = undefined),
      ['origin.country', 'origin.parent.country'],
    ],
    [
      'is missing in the new embedded document',
      (parcel) => (parcel.origin = { city: 'Graz', parent: { country: 'EU' } }),
      ['origin.country'],
    ],
  ])('is refused when it %s', async (_title, change, paths) => {
    const parcel = await loaded();
    change(parcel);
    expect(await refusalOf(parcel)).toEqual(paths.map((path) => `${path} immutable: ${refusal}`));
  });

  test('that was absent is refused when it is set', async () => {
    const parcel = await loaded({ number: 'n1', origin: { city: 'Wien' } });
    parcel.at = moment;
    parcel.origin!.country = 'AT';
    expect(await refusalOf(parcel)).toEqual([
      `at immutable: ${refusal}`,
      `origin.country immutable: ${refusal}`,
    ]);
  });

  test('is reported with everything else, in the order of the fields', async () => {
    const parcel = await loaded();
    Object.assign(parcel, { number: 'n2', at: 5, weight: -1, id: new ObjectId(), marks: undefined });
    expect(await refusalOf(parcel)).toEqual([
      'id immutable: is the id and cannot change once it is stored',
      `number immutable: ${refusal}`,
      'at type: should be date, not number',
      `marks immutable: ${refusal}`,
      'weight min: should be at least 0',
    ]);
  });

  test.each<[string, (parcel: Parcel) => void]>([
    ['an equal date', (parcel) => (parcel.at = new Date(moment))],
    ['an equal array', (parcel) => (parcel.marks = ['a', 'b'])],
    ['an equal embedded document', (parcel) => (parcel.sealed = { city: 'Wien' })],
    [
      'an embedded document that has the same',
      (parcel) => (parcel.origin = { country: 'AT', city: 'Graz', parent: { country: 'EU' } }),
    ],
    ['another field beside it', (parcel) => (parcel.origin!.city = 'Linz')],
    [
      'what elements and entries have, which have no identity',
      (parcel) => {
        parcel.stops![0]!.country = 'CH';
        parcel.named!.get('x')!.country = 'CH';
      },
    ],
  ])('lets through %s', async (_title, change) => {
    const parcel = await loaded();
    change(parcel);
    parcel.weight = 5;
    await parcels.save(parcel);
    expect(await world.db.collection('parcels').findOne({ _id: parcel.id })).toMatchObject({
      nr: 'n1',
      at: moment,
      weight: 5,
      origin: { c: 'AT' },
    });
  });

  test('lets an embedded document be set where there was none', async () => {
    const parcel = await loaded({ number: 'n1' });
    parcel.origin = Object.assign(new Origin(), { country: 'AT' });
    await parcels.save(parcel);
    expect(await world.db.collection('parcels').findOne({ _id: parcel.id })).toMatchObject({
      origin: { c: 'AT' },
    });
  });

  test('that holds values of a wrong type is refused for that alone', async () => {
    const parcel = await loaded();
    Object.assign(parcel, { marks: ['a', 5], origin: 'AT' });
    expect(await refusalOf(parcel)).toEqual([
      'marks.1 type: should be string, not number',
      'origin type: should be Origin, not string',
    ]);
  });

  test('that a default gives to a document stored without it is no change', async () => {
    const _id = new ObjectId();
    const label = { text: 'a' };
    await world.db.collection('parcels').insertOne({ _id, nr: 'n1', label });
    const parcel = await parcels.getById(_id);
    expect([parcel.state, parcel.label?.style]).toEqual(['new', 'plain']);
    parcel.weight = 1;
    await parcels.save(parcel);
    expect(await world.db.collection('parcels').findOne({ _id })).toEqual({
      _id,
      nr: 'n1',
      label,
      weight: 1,
    });
  });

  test('keeps keys that the class does not declare in an equal embedded document', async () => {
    const _id = new ObjectId();
    await world.db.collection('parcels').insertOne({ _id, nr: 'n1', sealed: { city: 'Wien', more: 1 } });
    const parcel = await parcels.getById(_id);
    parcel.sealed = Object.assign(new Origin(), { city: 'Wien' });
    await parcels.save(parcel);
    expect(await world.db.collection('parcels').findOne({ _id })).toEqual({
      _id,
      nr: 'n1',
      sealed: { city: 'Wien', more: 1 },
    });
  });

  test('can change until the document is stored, and can be saved anew after that', async () => {
    const parcel = parcels.build(values);
    parcel.number = 'n2';
    await parcels.save(parcel);
    parcel.number = 'n3';
    expect(await refusalOf(parcel)).toEqual([`number immutable: ${refusal}`]);
    parcel.number = 'n2';
    parcel.weight = 2;
    await parcels.save(parcel);
  });

  test('is refused too when a receiver changes it after validation', async () => {
    const parcel = await loaded();
    const undo = world.bus.connect(preSavePostValidation, Parcel, ({ document }) => {
      document.number = 'n2';
      document.origin!.country = 'DE';
    });
    try {
      expect(await refusalOf(parcel)).toEqual([
        `number immutable: ${refusal}`,
        `origin.country immutable: ${refusal}`,
      ]);
    } finally {
      undo();
    }
    expect(await world.db.collection('parcels').findOne({ _id: parcel.id })).toMatchObject({ nr: 'n1' });
  });

  test('is refused before receivers of preSavePostValidation are told of the document', async () => {
    const parcel = await loaded();
    parcel.number = 'n2';
    parcel.origin!.country = 'DE';
    const told: string[] = [];
    const undo = world.bus.connect(preSavePostValidation, Parcel, ({ document }) => {
      told.push(document.number);
    });
    try {
      expect(await refusalOf(parcel)).toEqual([
        `number immutable: ${refusal}`,
        `origin.country immutable: ${refusal}`,
      ]);
      expect(told).toEqual([]);
      parcel.number = 'n1';
      parcel.origin!.country = 'AT';
      await parcels.save(parcel);
      expect(told).toEqual(['n1']);
    } finally {
      undo();
    }
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Binary, Decimal128, Double, Int32, Long, ObjectId, UUID } from 'mongodb';
import type { Document as Stored } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf } from 'nestjs-documents';
import type { CreateValues, DocumentRepository, PostSave } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Part {
  @Field(() => Int32) count?: number;
  @Field(() => [Part]) parts?: Part[];
}

/** A field of each type that can be declared. */
@Document({ collection: 'values' })
class Values {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @Field() number?: number;
  @Field(() => Int32) int32?: number;
  @Field(() => Double) double?: number;
  @Field(() => BigInt) long?: bigint;
  @Field() flag?: boolean;
  @Field() date?: Date;
  @Field() objectId?: ObjectId;
  @Field() binary?: Binary;
  @Field() buffer?: Buffer;
  @Field() uuid?: UUID;
  @Field() decimal?: Decimal128;
  @Field(() => 'any') any?: unknown;
  @Field(() => Part) part?: Part;
  @Field(() => [[Number]]) matrix?: number[][];
  @Field(() => mapOf(Part)) partsByName?: Map<string, Part>;
  @Field(() => mapOf([Date])) dates?: Map<string, Date[]>;
}

const uuid = new UUID('01234567-89ab-4def-8123-456789abcdef');
const objectId = new ObjectId('64b000000000000000000001');
const moment = new Date('2024-02-29T12:00:00.123Z');
const bytes = Buffer.from([0, 1, 255]);
const part = (values: Partial<Part>): Part => Object.assign(new Part(), values);

describe('DocumentRepository.save of a value', () => {
  let world: IntegrationApp;
  let repository: DocumentRepository<Values>;
  /** As the driver reads it without changing a type. */
  const stored = async (id: ObjectId): Promise<Stored | null> =>
    world.db
      .collection('values')
      .findOne({ _id: id }, { projection: { _id: 0 }, promoteValues: false, promoteLongs: false });
  const save = async (values: CreateValues<Values>) => repository.save(repository.build(values));

  beforeAll(async () => {
    world = await openApp([Values]);
    repository = world.repository(Values);
  });
  afterAll(() => world.close());

  const cases: [name: string, values: CreateValues<Values>, stored: Stored][] = [
    ['a string', { text: 'å\n' }, { text: 'å\n' }],
    ['a whole number in the range of int32 as int32', { number: 5 }, { number: new Int32(5) }],
    ['a whole number beyond as double', { number: 2 ** 31 }, { number: new Double(2 ** 31) }],
    ['a fraction as double', { number: 0.5 }, { number: new Double(0.5) }],
    ['an infinite number as double', { number: -Infinity }, { number: new Double(-Infinity) }],
    ['an Int32 field as int32', { int32: -1 }, { int32: new Int32(-1) }],
    ['a Double field as double, also if whole', { double: 5 }, { double: new Double(5) }],
    ['a BigInt field as Long', { long: 5n }, { long: Long.fromBigInt(5n) }],
    ['the greatest Long', { long: 2n ** 63n - 1n }, { long: Long.MAX_VALUE }],
    ['a boolean', { flag: false }, { flag: false }],
    ['a date', { date: moment }, { date: moment }],
    ['an ObjectId', { objectId }, { objectId }],
    ['a Binary with its subtype', { binary: new Binary(bytes, 128) }, { binary: new Binary(bytes, 128) }],
    ['a Buffer as binary of subtype 0', { buffer: bytes }, { buffer: new Binary(bytes, 0) }],
    ['a UUID as binary of subtype 4', { uuid }, { uuid: new UUID(uuid.toString()) }],
    ['a Decimal128', { decimal: new Decimal128('0.10') }, { decimal: new Decimal128('0.10') }],
    [
      'an untyped value as it is',
      { any: { a: [1, 0.5, 'x', null, { b: moment }], c: 3n } },
      { any: { a: [new Int32(1), new Double(0.5), 'x', null, { b: moment }], c: Long.fromBigInt(3n) } },
    ],
    [
      'an untyped object without its undefined entries',
      { any: { a: undefined, b: 1 } },
      { any: { b: new Int32(1) } },
    ],
    [
      'embedded documents at any depth',
      { part: { count: 1, parts: [{ count: 2 }, { parts: [] }] } },
      { part: { count: new Int32(1), parts: [{ count: new Int32(2) }, { parts: [] }] } },
    ],
    ['arrays of arrays', { matrix: [[1], []] }, { matrix: [[new Int32(1)], []] }],
    [
      'a map as an object',
      { partsByName: new Map([['a.b', part({ count: 1 })]]), dates: new Map([['x', [moment]]]) },
      { partsByName: { 'a.b': { count: new Int32(1) } }, dates: { x: [moment] } },
    ],
    ['null of every type', { part: null as never, matrix: null as never }, { part: null, matrix: null }],
  ];

  test.each(cases)('stores %s', async (_, values, expected) => {
    const { id } = await save(values);
    expect(await stored(id)).toEqual(expected);
  });

  test.each(cases)('loads %s as it was', async (_, values) => {
    const saved = await save(values);
    expect(await repository.getById(saved.id)).toEqual(saved);
  });

  test.each(cases)('finds no difference in %s that was loaded', async (_, values) => {
    const { id } = await save(values);
    const document = await repository.getById(id);
    expect(await world.commandsOf(() => repository.save(document))).toEqual([]);
  });

  test('gives back the classes of its values', async () => {
    const { id } = await save({
      uuid,
      buffer: bytes,
      binary: new Binary(bytes),
      part: {},
      partsByName: new Map(),
    });
    const document = await repository.getById(id);
    expect(document.uuid).toBeInstanceOf(UUID);
    expect(Buffer.isBuffer(document.buffer)).toBe(true);
    expect(document.binary).toBeInstanceOf(Binary);
    expect(document.part).toBeInstanceOf(Part);
    expect(document.partsByName).toBeInstanceOf(Map);
  });

  test.each<[string, (values: Values) => void, object]>([
    ['a date that was changed in place', (v) => v.date!.setTime(0), { date: new Date(0) }],
    [
      'a buffer that was changed in place',
      (v) => (v.buffer![0] = 9),
      { buffer: new Binary(Buffer.from([9, 1, 255])) },
    ],
    ['an untyped value that was changed in place', (v) => (v.any as number[]).push(2), { any: [1, 2] }],
  ])('writes %s', async (_, change, expected) => {
    const { id } = await save({ date: moment, buffer: bytes, any: [1] });
    const document = await repository.getById(id);
    change(document);
    const [update] = await world.commandsOf(() => repository.save(document));
    expect(update?.command['updates'][0].u).toEqual({ $set: expected });
  });

  test('does not write a field of a document that was changed after it was saved', async () => {
    const date = new Date(moment);
    const saved = await save({ date });
    date.setTime(0);
    expect(await stored(saved.id)).toEqual({ date: moment });
    await repository.save(saved);
    expect(await stored(saved.id)).toEqual({ date: new Date(0) });
  });

  test('names numbers as numbers in the change set, whatever their type in MongoDB', async () => {
    const document = await save({ int32: 1, double: 1 });
    document.int32 = 2;
    document.double = 2;
    document.part = part({ count: 3 });
    using recorder = new SignalRecorder(world.bus);
    await repository.save(document);
    expect([...(recorder.sent[2]?.payload as PostSave<Values>).changes]).toEqual([
      { path: 'int32', before: 1, after: 2 },
      { path: 'double', before: 1, after: 2 },
      { path: 'part', before: undefined, after: { count: 3 } },
    ]);
  });

  describe('that cannot be stored', () => {
    test.each<[string, object, string]>([
      ['NaN', { number: NaN }, 'number'],
      ['an invalid date', { date: new Date(NaN) }, 'date'],
      ['a number beyond int32', { int32: 2 ** 31 }, 'int32'],
      ['a fraction for int32', { int32: 0.5 }, 'int32'],
      ['a bigint beyond Long', { long: 2n ** 63n }, 'long'],
      ['a number for BigInt', { long: 1 }, 'long'],
      ['a string for a date', { date: '2024-01-01' }, 'date'],
      ['a hexadecimal string for an ObjectId', { objectId: '64b000000000000000000001' }, 'objectId'],
      ['a binary for a UUID', { uuid: new Binary(uuid.buffer, 4) }, 'uuid'],
      ['a function', { any: () => 1 }, 'any'],
      ['an instance of a class in an untyped value', { any: new Part() }, 'any'],
      ['undefined in an array', { matrix: [undefined] }, 'matrix.0'],
      ['a hole in an array', { matrix: new Array(1) }, 'matrix.0'],
      [
        'a map key that starts with $',
        { partsByName: new Map([['$set', part({})]]) },
        'partsByName.(4 characters)',
      ],
      ['a map key __proto__', { partsByName: new Map([['__proto__', part({})]]) }, 'partsByName.__proto__'],
      ['an object for a map', { partsByName: { a: part({}) } }, 'partsByName'],
      [
        'plain data with the tag of an ObjectId',
        { objectId: JSON.parse('{"_bsontype":"ObjectId"}') },
        'objectId',
      ],
      ['plain data with the tag of a Binary', { binary: JSON.parse('{"_bsontype":"Binary"}') }, 'binary'],
      ['plain data with the tag of a Decimal128', { decimal: { _bsontype: 'Decimal128' } }, 'decimal'],
      ['plain data with the tag of a Long', { any: { _bsontype: 'Long' } }, 'any._bsontype'],
      ['a map with the key of such a tag', { dates: new Map([['_bsontype', []]]) }, 'dates._bsontype'],
    ])('throws ValidationError for %s and sends no command', async (_, values, path) => {
      const document = Object.assign(repository.build(), values);
      const issues: unknown[] = [];
      const sent = await world.commandsOf(() =>
        repository.save(document).catch((error: unknown) => issues.push(...(error as any).issues)),
      );
      expect(issues).toMatchObject([{ path, code: 'type' }]);
      expect(sent).toEqual([]);
    });
  });
});

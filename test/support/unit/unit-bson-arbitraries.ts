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
import fc from 'fast-check';
import { awkwardKeys } from './unit-arbitraries.js';

type Stored = Record<string, unknown>;

const int32s = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }).map((each) => new Int32(each));
const doubles = fc.double({ noNaN: true }).map((each) => new Double(each));
const wholeDoubles = fc.integer().map((each) => new Double(each));
const safeLongs = fc.maxSafeInteger().map((each) => Long.fromNumber(each));
const longs = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((each) => Long.fromBigInt(each));
const bytes = fc.uint8Array({ maxLength: 20 });
/** Without the character that stands for bytes that are no text: generated decoders leave it to the decoding step by step. */
const texts = fc
  .oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 12 }))
  .filter((each) => !each.includes('\ufffd'));
const dates = fc.date({ noInvalidDate: true });
const objectIds = fc.uint8Array({ minLength: 12, maxLength: 12 }).map((each) => new ObjectId(each));
const uuids = fc.uuid().map((each) => new UUID(each));
const decimals = fc.constantFrom('0', '-0', '1.50', '1.5E+10', 'NaN', 'Infinity').map(Decimal128.fromString);
const binaries = fc.tuple(bytes, fc.constantFrom(0, 1, 5, 7, 128, 255));
const storedBinaries = binaries.map(([each, subtype]) => new Binary(each, subtype));
const symbols = fc.constantFrom('', 'symbol').map((each) => new BSONSymbol(each));

const scalars = fc.oneof(
  ...[
    int32s,
    doubles,
    wholeDoubles,
    safeLongs,
    longs,
    texts,
    dates,
    objectIds,
    uuids,
    decimals,
    storedBinaries,
  ],
  symbols,
  fc.boolean(),
  fc.constantFrom<unknown>(
    null,
    new Double(NaN),
    new BSONRegExp('a', 'im'),
    new BSONRegExp('a/b', 'x'),
    new BSONRegExp('a++', ''),
    new Code('x'),
    new Code('x', { a: new Double(1) }),
    new DBRef('c', new ObjectId('65a000000000000000000001')),
    new DBRef('c', '65a000000000000000000001' as never, 'd', { n: new Double(1) }),
    new Timestamp({ t: 1, i: 2 }),
    new MinKey(),
    new MaxKey(),
  ),
);

/** A value of every BSON type, at any depth, as the driver writes it. */
export const everything: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    entriesOf(tie('value')),
  ),
})).value;

/** Objects whose keys stand in any order, also those that JavaScript would list first. */
export const orderedObjects: fc.Arbitrary<Map<string, unknown>> = entriesOf(scalars);

/** As a Map, which the driver writes as an object with its keys in that order. */
function entriesOf<V>(values: fc.Arbitrary<V>): fc.Arbitrary<Map<string, V>> {
  const keys = fc.oneof(awkwardKeys, fc.constantFrom('10', '9', '2024', '4294967295', '007'));
  return fc
    .uniqueArray(fc.tuple(keys, values), { maxLength: 5, selector: ([key]) => key })
    .map((entries) => new Map(entries));
}

const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 8 });

/** Stored values beside keys that no class of the test world declares. */
function withUndeclared(declared: fc.Arbitrary<object>): fc.Arbitrary<Stored> {
  const keys = awkwardKeys.filter((key) => !key.includes('\ufffd')).map((key) => `${key}?`);
  const others = fc.dictionary(keys, everything, { maxKeys: 2, noNullPrototype: true });
  return fc.tuple(declared, others).map(([fields, rest]) => ({ ...fields, ...rest }));
}

const numbers = fc.oneof(int32s, doubles, wholeDoubles, safeLongs);

/** With the fields that have a default. */
const addresses = withUndeclared(
  fc.record(
    {
      s: nullable(texts),
      country: nullable(texts),
      location: nullable(
        withUndeclared(fc.record({ latitude: nullable(numbers), longitude: numbers }, { requiredKeys: [] })),
      ),
    },
    { requiredKeys: ['country'] },
  ),
);

const nodes = fc.letrec<{ node: Stored }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 2, depthSize: 'small' },
    withUndeclared(fc.record({ label: texts })),
    withUndeclared(
      fc.record(
        {
          label: texts,
          left: nullable(tie('node')),
          children: fc.array(nullable(tie('node')), { maxLength: 2 }),
          named: fc.dictionary(awkwardKeys, tie('node'), { maxKeys: 2, noNullPrototype: true }),
        },
        { requiredKeys: [] },
      ),
    ),
  ),
})).node;

/** Stored values for each field of `Sample`, in every BSON type that it is read from. */
export const storedSamples: fc.Arbitrary<Stored> = fc.record(
  {
    _id: objectIds,
    string: nullable(texts),
    number: nullable(numbers),
    int32: nullable(
      fc.oneof(
        int32s,
        fc.integer().map((each) => new Double(each)),
      ),
    ),
    double: nullable(numbers),
    bigint: nullable(fc.oneof(longs, int32s, wholeDoubles)),
    boolean: nullable(fc.boolean()),
    date: nullable(dates),
    objectId: nullable(objectIds),
    binary: nullable(fc.oneof(storedBinaries, uuids)),
    buffer: nullable(bytes.map((each) => new Binary(each))),
    uuid: nullable(uuids),
    decimal128: nullable(decimals),
    any: everything,
    array: nullable(fc.array(nullable(texts), { maxLength: 3 })),
    map: nullable(entriesOf(nullable(numbers))),
    embedded: nullable(addresses),
    node: nullable(nodes),
    nested: nullable(fc.array(nullable(fc.array(nullable(addresses), { maxLength: 2 })), { maxLength: 2 })),
    places: nullable(entriesOf(nullable(fc.array(addresses, { maxLength: 2 })))),
  },
  { requiredKeys: ['_id'] },
);

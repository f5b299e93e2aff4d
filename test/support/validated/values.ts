import { Binary, BSON, Decimal128, Double, Int32, Long, ObjectId, UUID } from 'mongodb';
import fc from 'fast-check';
import { assemble } from '../../../lib/codec/fast/assemble-document.js';
import { decodeValues, parseDocument } from '../../../lib/codec/decode.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { schemaOfStored } from '../../../lib/operation/concrete-schema.js';
import type { RepositoryContext } from '../../../lib/operation/repository-context.js';
import type { RootSchema } from '../../../lib/schema/document-schema.js';
import { findIssues } from '../../../lib/validation/fast/find-issues.js';

export type Stored = Record<string, unknown>;

/** Whether a stored document can be read as one of a class and its subclasses, and is valid. */
export function isValidStored(family: readonly RootSchema[], stored: Stored): boolean {
  const bytes = BSON.serialize(stored);
  const [schema] = family as [RootSchema];
  const undeclared = new UndeclaredKeys();
  try {
    const plain = parseDocument(schema, bytes);
    const own = schemaOfStored({ schema, family } as unknown as RepositoryContext, plain);
    const document = assemble(own, decodeValues(own, plain, undeclared), undeclared);
    return findIssues(own, document).isEmpty;
  } catch (error) {
    if ((error as { code?: string }).code === 'DECODE_FAILED') return false;
    throw error;
  }
}

const texts = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'ab', 'Cab', 'abcd', '😀', '😀😀', '😀a😀😀', 'a\n', 'ab\u2028', 'no', 'é'),
  fc.string({ maxLength: 5 }),
);
const doubles = fc.constantFrom(-1.5, 0, -0, 0.5, 0.6, 1, 2.5, 5, 10.01, -7).map((each) => new Double(each));
const ints = fc.integer({ min: -3, max: 12 }).map((each) => new Int32(each));
const longs = fc
  .constantFrom(0n, 1n, 2n, 9n, 9_007_199_254_740_991n, -5n)
  .map((each) => Long.fromBigInt(each));
const dates = fc.constantFrom('2019-12-31', '2030-01-01', '2031-05-05').map((each) => new Date(each));
const bytes = fc.constantFrom('', 'abc', 'abcd').map((each) => new Binary(Buffer.from(each)));
const objectIds = fc.constant(new ObjectId('64b000000000000000000001'));
const uuids = fc
  .constantFrom('3b241101-e2bb-4255-8caf-4136c566a962', '00000000-0000-4000-8000-000000000000')
  .map((each) => new UUID(each));
const decimals = fc.constantFrom('1', '1.0', '2.5', 'NaN').map((each) => Decimal128.fromString(each));

const scalars: fc.Arbitrary<unknown> = fc.oneof(
  ...[texts, doubles, ints, longs, dates, bytes, objectIds, uuids, decimals, fc.boolean()],
  fc.constant(null),
);
const keys = fc.constantFrom('l', 'label', 'weight', 'a', 'b', 'branches');

/** Values of every kind, at some depth, near the limits of the classes. */
const values = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(keys, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

/** Values for the keys of a class. */
type Form = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const dictionaryOf = <T>(entries: fc.Arbitrary<T>, maxKeys: number): fc.Arbitrary<Record<string, T>> =>
  fc.dictionary(keys, entries, { maxKeys, noNullPrototype: true });
const few = fc.integer({ min: 0, max: 9 }).map((each) => new Int32(each));
const part = fc.record({ l: fc.constantFrom('a', 'abc', '😀é'), weight: fc.oneof(ints, doubles) });
const tree = fc.letrec((tie) => ({
  tree: fc.record(
    {
      label: fc.constantFrom('a', 'ab'),
      branches: fc.oneof({ maxDepth: 3 }, fc.constant([]), fc.array(tie('tree'), { maxLength: 2 })),
    },
    { requiredKeys: ['label'] },
  ),
})).tree;

const valid = {
  thing: {
    n: fc.constantFrom('a', 'abc', '😀😀😀'),
    code: fc.constantFrom('a', 'CaB'),
    mark: fc.constantFrom('ab', '😀😀'),
    grade: fc.constantFrom('a', 'b', null),
    level: fc.constantFrom(1, 2.5, new Double(1), Long.fromNumber(1)),
    number: fc.oneof(few, fc.constantFrom(new Double(-1), Long.fromNumber(10))),
    int32: fc.oneof(few, fc.constant(new Double(3))),
    double: fc.constantFrom(new Double(0.5), new Double(-0), 0, -4.5),
    bigint: fc.constantFrom(Long.fromBigInt(2n), Long.fromBigInt(9_007_199_254_740_993n), new Double(5), 7),
    isOpen: fc.boolean(),
    date: dates,
    day: fc.constant(new Date('2030-01-01')),
    objectId: objectIds,
    buffer: fc.constant(new Binary(Buffer.from('abc'))),
    uuid: fc.constant(new UUID('3b241101-e2bb-4255-8caf-4136c566a962')),
    decimal128: decimals,
    any: values.filter((value) => value !== null),
    one: fc.constantFrom('a', 1, new Double(1), true, null),
    tags: fc.array(fc.constantFrom('', 'ab', '😀😀', null), { minLength: 1, maxLength: 2 }),
    scores: dictionaryOf(fc.array(fc.option(few), { minLength: 1, maxLength: 2 }), 2),
    part,
    sealed: fc.record({ weight: doubles }, { requiredKeys: [] }),
    parts: fc.array(fc.option(part), { maxLength: 2 }),
    named: dictionaryOf(part, 2),
    more: values,
  },
  other: {
    since: fc.constantFrom(new Date('2020-01-01'), new Date('2031-05-05')),
    buffer: fc.constant(new Binary(Buffer.from('abc'))),
    binary: fc.constantFrom(5, 0, 128).map((subtype) => new Binary(Buffer.from('a'), subtype)),
    price: fc.constantFrom('1.0', '1.00').map((each) => Decimal128.fromString(each)),
    pair: fc.constantFrom('ab', '😀'),
    one: fc.constantFrom(1, 2, new Double(2), Long.fromNumber(1)),
    most: fc.oneof(doubles, ints),
    word: texts.filter((text) => text !== 'no'),
    tree,
    more: values,
  },
  vehicle: {
    plate: fc.constantFrom('ab', 'abc'),
  },
  truck: {
    _type: fc.constant('Truck'),
    plate: fc.constantFrom('ab', 'abc'),
    load: few.filter((each) => each.value > 0),
  },
  bus: {
    _type: fc.constant('bus'),
    plate: fc.constantFrom('ab', 'abc'),
    stops: fc.array(texts, { maxLength: 2 }),
    more: values,
  },
} satisfies Record<string, Form>;

/** Values near those that are valid. */
const near: Form = {
  _type: fc.constantFrom('Vehicle', 'Truck', 'bus', 'Bus'),
  parts: fc.array(fc.record({ l: texts, weight: values }), { maxLength: 2 }),
  scores: dictionaryOf(fc.array(scalars, { maxLength: 2 }), 3),
  named: dictionaryOf(fc.record({ l: texts, weight: scalars }, { requiredKeys: [] }), 2),
  sealed: fc.record({ weight: values, other: values }, { requiredKeys: [] }),
  tags: fc.array(texts, { maxLength: 3 }),
  stops: fc.array(scalars, { maxLength: 3 }),
};

/** Stored documents: half of them are valid, others lack a key and have other values under some. */
function storedOf(
  form: Form,
  required: readonly string[],
  others: readonly string[] = [],
): fc.Arbitrary<Stored> {
  const names = [...Object.keys(form), ...others];
  const change = fc
    .constantFrom(...names)
    .chain((name) => fc.oneof(near[name] ?? values, values).map((value): Stored => ({ [name]: value })));
  return fc
    .tuple(
      fc.record(form, { requiredKeys: [...required] }),
      fc.array(change, { minLength: 1, maxLength: 2 }),
      fc.subarray(names, { maxLength: 1 }),
      fc.boolean(),
    )
    .map(([stored, changes, absent, isChanged]) => {
      if (!isChanged) return stored;
      const changed: Stored = Object.assign({}, stored, ...changes);
      for (const name of absent) Reflect.deleteProperty(changed, name);
      return changed;
    });
}

export const storedThings = storedOf(valid.thing, ['n', 'level', 'isOpen', 'any', 'sealed']);
export const storedOthers = storedOf(valid.other, ['since']);
export const storedVehicles = fc.oneof(
  storedOf(valid.vehicle, ['plate'], ['_type', 'load', 'more']),
  storedOf(valid.truck, ['_type', 'plate', 'load'], ['more']),
  storedOf(valid.bus, ['_type', 'plate'], ['load']),
);

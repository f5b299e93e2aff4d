import { Binary, Decimal128, ObjectId, UUID } from 'mongodb';
import fc from 'fast-check';

/** Keys that paths, arrays, prototypes and the server take for something else. */
export const awkwardKeys = fc.oneof(
  fc.constantFrom(
    '',
    '.',
    'a.b',
    '$x',
    '$',
    '0',
    '1',
    'a',
    'b',
    'constructor',
    'toString',
    'hasOwnProperty',
    'ä',
  ),
  fc.string({ maxLength: 3 }).filter((key) => !key.includes('\0') && key !== '__proto__'),
);

const scalars = fc.oneof(
  fc.constantFrom<unknown>(null, '', 0, 1, 1.5, true, 5n, 'a', new Date(0), new Date(1)),
  fc.constantFrom<unknown>(
    new ObjectId('65a000000000000000000001'),
    new ObjectId('65a000000000000000000002'),
    new UUID('01234567-89ab-4def-8123-456789abcdef'),
    new Binary(Buffer.from('a')),
    new Binary(Buffer.from('a'), 128),
    Decimal128.fromString('1'),
    Decimal128.fromString('1.0'),
    /a/,
    /a/i,
  ),
);

/** Text, a third of it with halves of surrogate pairs, as of an emoji that was cut in the middle. */
export const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 4 }),
  fc.string({ unit: fc.constantFrom('a', '🎉', 'é', '\ufffd'), maxLength: 4 }),
  fc.string({ unit: fc.constantFrom('a', '\ud83c', '\udf89'), maxLength: 4 }),
);

/** Anything that can be stored without a declared type. */
export const anything: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    scalars,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(awkwardKeys, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  ),
})).value;

const optional = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });
const nullable = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(arbitrary, { freq: 6 });

/** Without the keys whose value is undefined. */
function compact<T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<Record<string, unknown>> {
  return arbitrary.map((values) =>
    Object.fromEntries(Object.entries(values).filter(([, each]) => each !== undefined)),
  );
}

const storedTexts = fc.constantFrom('', 'a', 'b');
const numbers = fc.constantFrom(0, 1, 1.5);

/** An address of the test world as it is stored, with keys that its class does not declare. */
export const storedAddresses = compact(
  fc.record({
    s: storedTexts,
    country: optional(storedTexts),
    location: optional(
      nullable(
        compact(
          fc.record({
            latitude: optional(numbers),
            longitude: optional(numbers),
            height: optional(anything),
          }),
        ),
      ),
    ),
    zip: optional(anything),
    'x.y': optional(numbers),
    constructor: optional(numbers),
  }),
);

/** A person of the test world as it is stored, with keys that the class does not declare. */
export const storedPersons = compact(
  fc.record({
    _id: fc.constant(new ObjectId('65a000000000000000000009')),
    name: storedTexts,
    a: optional(nullable(numbers)),
    tags: optional(nullable(fc.array(nullable(storedTexts), { maxLength: 3 }))),
    address: optional(nullable(storedAddresses)),
    others: optional(nullable(fc.array(nullable(storedAddresses), { maxLength: 3 }))),
    scores: optional(
      nullable(fc.dictionary(awkwardKeys, nullable(numbers), { maxKeys: 3, noNullPrototype: true })),
    ),
    places: optional(
      nullable(fc.dictionary(awkwardKeys, nullable(storedAddresses), { maxKeys: 3, noNullPrototype: true })),
    ),
    extra: optional(anything),
    status: optional(nullable(storedTexts)),
    password: optional(anything),
  }),
);

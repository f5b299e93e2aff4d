import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Binary, Decimal128, ObjectId, UUID } from 'mongodb';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import { Document, EmbeddedDocument } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { mapOf } from '../../../../lib/schema/declare/type-declaration.js';
import {
  generateCheck,
  isCertainlyStorable,
  isCertainlyValid,
} from '../../../../lib/validation/fast/certainly-valid.js';
import type { ValidCheck } from '../../../../lib/validation/fast/certainly-valid.js';
import { findIssuesStepByStep } from '../../../../lib/validation/find-issues.js';
import { findMisfitsStepByStep } from '../../../../lib/validation/find-misfits.js';
import { anything, texts as anyText } from '../../../support/unit/unit-arbitraries.js';
import {
  Address,
  Location,
  Node,
  Parcel,
  parcelSchema,
  Sample,
  sampleSchema,
} from '../../../support/unit/unit-world.js';

@EmbeddedDocument()
class Line {
  @Field({ required: true, minLength: 1 }) product!: string;
  @Field({ min: 1 }) quantity?: number;
}

/** Constraints of fields, elements, entries, and elements of elements. */
@Document()
class Order {
  @Id() id!: ObjectId;
  @Field({ pattern: /^[a-c]/ }) code?: string;
  @Field(() => [String], { maxLength: 2, each: { minLength: 2 } }) notes?: string[];
  @Field(() => [[Number]], { each: { maxLength: 1, each: { max: 5 } } }) grid?: number[][];
  @Field(() => mapOf(String), { each: { choices: ['a', 'bb'] } }) names?: Map<string, string>;
  @Field(() => [Line]) lines?: Line[];
}
const orderSchema = schemaOf(Order);

const none = new UndeclaredKeys();
const isValid = (schema: typeof sampleSchema, document: object): boolean =>
  isCertainlyValid(schema, document, 'id');
const made = <T extends object>(target: T, values: object): T => Object.assign(target, values);

/** A value for each field, so that most documents fit but for a few. */
const perhaps = (fitting: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 100, arbitrary: fitting },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fc.constantFrom(null, undefined, NaN, new Date(NaN)) },
  );
const texts = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom('', 'a', 'bb', 'ccc') },
  { weight: 1, arbitrary: anyText },
);
const numbers = fc.constantFrom(0, 1, 7, 1.5);
const keys = fc.oneof(
  { weight: 20, arbitrary: fc.constantFrom('a', 'b.c', '') },
  fc.constantFrom('$d', '_bsontype', '\ud83c'),
);
const mapsOf = (entries: fc.Arbitrary<unknown>): fc.Arbitrary<Map<string, unknown>> =>
  fc.array(fc.tuple(keys, entries), { maxLength: 2 }).map((all) => new Map(all));
const listsOf = (elements: fc.Arbitrary<unknown>): fc.Arbitrary<unknown[]> =>
  fc.array(elements, { maxLength: 3 });
const addresses = fc
  .record({
    street: perhaps(texts),
    country: perhaps(texts),
    location: perhaps(fc.constant(made(new Location(), { latitude: 1 }))),
  })
  .map((values) => made(new Address(), values));
const samples = fc
  .record({
    ...{
      string: perhaps(texts),
      number: perhaps(numbers),
      int32: perhaps(fc.constantFrom(1, -0, 2 ** 31 - 1)),
    },
    ...{ double: perhaps(numbers), bigint: perhaps(fc.constant(5n)), boolean: perhaps(fc.boolean()) },
    date: perhaps(fc.constant(new Date(1))),
    objectId: perhaps(fc.constant(new ObjectId('65a000000000000000000001'))),
    binary: perhaps(fc.constant(new Binary(Buffer.from('a')))),
    buffer: perhaps(fc.constant(Buffer.from('a'))),
    uuid: perhaps(fc.constant(new UUID('01234567-89ab-4def-8123-456789abcdef'))),
    decimal128: perhaps(fc.constant(Decimal128.fromString('1'))),
    any: perhaps(fc.constantFrom(1, { a: [null] })),
    array: perhaps(listsOf(perhaps(texts))),
    map: perhaps(mapsOf(perhaps(numbers))),
    embedded: perhaps(addresses),
    nested: perhaps(listsOf(perhaps(listsOf(perhaps(addresses))))),
    places: perhaps(mapsOf(perhaps(listsOf(perhaps(addresses))))),
  })
  .map((values) => made(new Sample(), values));
const lines = fc
  .record({ product: perhaps(texts), quantity: perhaps(numbers) })
  .map((values) => made(new Line(), values));
const orders = fc
  .record({
    code: perhaps(texts),
    notes: perhaps(listsOf(perhaps(texts))),
    grid: perhaps(listsOf(perhaps(listsOf(perhaps(numbers))))),
    names: perhaps(mapsOf(perhaps(texts))),
    lines: perhaps(listsOf(perhaps(lines))),
  })
  .map((values) => made(new Order(), values));

describe('isCertainlyStorable', () => {
  test.each<[string, typeof sampleSchema, fc.Arbitrary<object>]>([
    ['of every type', sampleSchema, samples],
    ['with constraints', orderSchema, orders],
  ])('is true only where looking step by step finds nothing: fields %s', (_title, schema, documents) => {
    const seen = { storable: 0, other: 0 };
    fc.assert(
      fc.property(documents, (document) => {
        const isCertain = isCertainlyStorable(schema, document);
        seen[isCertain ? 'storable' : 'other']++;
        if (isCertain) expect(findMisfitsStepByStep(schema, document).isEmpty).toBe(true);
        // What is valid can be stored.
        else expect(isValid(schema, document)).toBe(false);
      }),
      { numRuns: 1000 },
    );
    expect(Math.min(seen.storable, seen.other)).toBeGreaterThan(20);
  });

  test('leaves constraints, validators and what is missing aside', () => {
    @Document({ validate: () => false })
    class Refused {
      @Id(() => String) id!: string;
      @Field(() => String, { required: true, maxLength: 1, validate: () => false }) name?: string | null;
    }
    const schema = schemaOf(Refused);
    for (const name of ['long', null, undefined]) {
      const document = made(new Refused(), { name });
      expect(findMisfitsStepByStep(schema, document).isEmpty).toBe(true);
      // Undefined where code from strings is not allowed.
      expect(generateCheck(schema, 'storable')?.(document, 0, undefined) ?? true).toBe(true);
    }
    expect(findMisfitsStepByStep(schema, made(new Refused(), { name: 5 })).isEmpty).toBe(false);
  });
});

describe('isCertainlyValid', () => {
  test.each<[string, typeof sampleSchema, fc.Arbitrary<object>]>([
    ['of every type', sampleSchema, samples],
    ['with constraints', orderSchema, orders],
  ])('is true only where looking step by step finds nothing: fields %s', (_title, schema, documents) => {
    const seen = { valid: 0, other: 0 };
    fc.assert(
      fc.property(documents, (document) => {
        const isCertain = isValid(schema, document);
        seen[isCertain ? 'valid' : 'other']++;
        if (isCertain)
          expect(findIssuesStepByStep(schema, document, { optional: schema.id.field }).issues.total).toBe(0);
      }),
      { numRuns: 1000 },
    );
    // Neither always true nor always false, which would prove nothing.
    expect(Math.min(seen.valid, seen.other)).toBeGreaterThan(20);
  });

  test('is true of what the repository makes of valid values', () => {
    const values = {
      ...{ string: 's', number: 1, int32: 1, double: 1.5, bigint: 1n, boolean: false, date: new Date(0) },
      ...{ objectId: new ObjectId(), buffer: Buffer.from('a'), any: { a: [1] }, array: ['a', null] },
      map: new Map([['a', 1]]),
      embedded: { street: 's', location: { latitude: 1 } },
      node: { label: 'a', left: { label: 'b' }, named: new Map([['c', { label: 'd' }]]) },
      nested: [[{ street: 's' }, null], []],
      places: new Map([['home', [{ street: 's' }]]]),
    };
    expect(isValid(sampleSchema, assemble(sampleSchema, values, none))).toBe(true);
    const order = {
      code: 'a',
      notes: ['ab'],
      grid: [[5]],
      names: new Map([['x', 'a']]),
      lines: [{ product: 'p' }],
    };
    expect(isValid(orderSchema, assemble(orderSchema, order, none))).toBe(true);
  });

  test.each<[string, Partial<Order>]>([
    ['a field', { code: 'x' }],
    ['a list', { notes: ['aa', 'bb', 'cc'] }],
    ['an element', { notes: ['a'] }],
    ['a list in a list', { grid: [[1, 2]] }],
    ['an element of a list in a list', { grid: [[6]] }],
    ['an entry', { names: new Map([['x', 'c']]) }],
    ['a field of an embedded document', { lines: [made(new Line(), { product: '' })] }],
  ])('is false if the constraints of %s are not kept', (_title, values) => {
    expect(isValid(orderSchema, made(new Order(), values))).toBe(false);
  });

  test('lets the named field of the document itself be missing, and no other', () => {
    const node = made(new Node(), { label: undefined });
    expect(isCertainlyValid(sampleSchema, new Sample(), 'id')).toBe(true);
    expect(isCertainlyValid(sampleSchema, new Sample(), undefined)).toBe(false);
    expect(isCertainlyValid(sampleSchema, new Sample(), 'label')).toBe(false);
    expect(isCertainlyValid(sampleSchema, made(new Sample(), { id: new ObjectId(), node }), 'label')).toBe(
      false,
    );
  });

  test('is false of a document in which plain objects or instances of other classes stand for embedded ones', () => {
    class Home extends Address {}
    const [plain, heir] = [{ street: 's' }, made(new Home(), { street: 's' })];
    expect(isValid(sampleSchema, made(new Sample(), { embedded: plain }))).toBe(false);
    expect(isValid(sampleSchema, made(new Sample(), { embedded: heir }))).toBe(false);
  });

  test('is false where undeclared keys are shown', () => {
    const shown = made(new Parcel(), { attributes: new Map([['color', 'red']]) });
    expect(isValid(parcelSchema, shown)).toBe(false);
    expect(isValid(parcelSchema, made(new Parcel(), { attributes: undefined }))).toBe(true);
  });

  test('ends at documents that hold themselves, and is false', () => {
    const node = made(new Node(), { label: 'a' });
    node.left = node;
    expect(isValid(sampleSchema, made(new Sample(), { node }))).toBe(false);
  });
});

describe('generateCheck', () => {
  const accept = (): boolean => true;

  test('writes no check for a class with validators, wherever they are', () => {
    @Document()
    class OfField {
      @Id() id!: ObjectId;
      @Field({ validate: accept }) a?: string;
    }
    @Document()
    class OfElements {
      @Id() id!: ObjectId;
      @Field(() => [String], { each: { validate: accept } }) a?: string[];
    }
    @Document({ validate: accept })
    class OfClass {
      @Id() id!: ObjectId;
    }
    @EmbeddedDocument({ validate: accept })
    class Part {
      @Field() a?: string;
    }
    @Document()
    class OfParts {
      @Id() id!: ObjectId;
      @Field(() => mapOf([Part])) parts?: Map<string, Part[]>;
    }
    for (const documentClass of [OfField, OfElements, OfClass, OfParts])
      expect(generateCheck(schemaOf(documentClass), 'all')).toBeUndefined();
  });

  test('has names of fields in its source as JSON strings only', () => {
    @Document()
    class Odd {
      @Id() id!: string;
      @Field({ required: true }) '"]; throw new Error("a"); //'!: string;
      @Field() '\u2028`${3}'?: string;
    }
    const check = generateCheck(schemaOf(Odd), 'all') as ValidCheck;
    const odd = made(new Odd(), { id: 'a', '"]; throw new Error("a"); //': 'b', '\u2028`${3}': 'c' });
    expect(check(odd, 0, undefined)).toBe(true);
    expect(check(made(odd, { '\u2028`${3}': 1 }), 0, undefined)).toBe(false);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BSON, ObjectId } from 'mongodb';
import fc from 'fast-check';
import { Document, Field, Id, mapOf, Version } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import type { RootSchema } from '../../../lib/schema/document-schema.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { assemble } from '../../../lib/codec/fast/assemble-document.js';
import { decodeValues } from '../../../lib/codec/decode.js';
import { encodeDocument } from '../../../lib/codec/fast/encode-document.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { toUpdate } from '../../../lib/operation/write/stored-writes.js';
import { differences } from '../../../lib/state/change/difference.js';
import { findIssues } from '../../support/unit/unit-issues.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { storedPersons } from '../../support/unit/unit-arbitraries.js';
import { applyUpdate } from '../../support/unit/unit-update-model.js';
import { Address } from '../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../lib/state/snapshot/value-snapshot.js';

type Stored = Record<string, unknown>;

/** Strings, numbers, dates, embedded documents, arrays and maps of them, and values of no declared type. */
abstract class Fields {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field(() => Number, { key: 'a' }) age?: number | null;
  @Field(() => Date) born?: Date | null;
  @Field(() => [String]) tags?: string[] | null;
  @Field(() => Address) address?: Address | null;
  @Field(() => [Address]) others?: Address[] | null;
  @Field(() => mapOf(Number)) scores?: Map<string, number> | null;
  @Field(() => mapOf(Address)) places?: Map<string, Address> | null;
  @Field(() => 'any') extra?: unknown;
}
@Document({ collection: 'plain' })
class Plain extends Fields {}
@Document({ collection: 'versioned' })
class Versioned extends Fields {
  @Version() version!: number;
}
const plainSchema = schemaOf(Plain);

/** A document of the class with these stored values, those left out that it does not declare. */
function documentOf(schema: RootSchema, stored: Stored): Fields {
  return assemble(schema, decodeValues(schema, stored, new UndeclaredKeys()), new UndeclaredKeys()) as Fields;
}

const encode = (schema: RootSchema, document: object): Stored =>
  encodeDocument(schema, document, new UndeclaredKeys());

/** In milliseconds, for a machine with other things to do: three seconds are usual. */
const timeLimit = 60_000;

/** Encoded valid documents of the class without a version. */
const validDocuments = fc
  .tuple(storedPersons, fc.constantFrom<unknown>(undefined, null, new Date(0), new Date(1)))
  .map(([person, born]) => documentOf(plainSchema, { ...person, ...(born !== undefined && { born }) }))
  .filter((document) => (findIssues(plainSchema, document) as readonly unknown[]).length === 0)
  .map((document) => encode(plainSchema, document));

/** The same keys in the same order, and other values where the bits say so. */
function withOtherValues(value: unknown, bits: readonly boolean[], position = { next: 0 }): unknown {
  if (Array.isArray(value)) return value.map((each) => withOtherValues(each, bits, position));
  if (isObject(value))
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        key === '_id' ? each : withOtherValues(each, bits, position),
      ]),
    );
  if (!bits[position.next++ % bits.length]) return value;
  if (typeof value === 'string') return `${value}x`;
  if (typeof value === 'number') return value + 1;
  return value instanceof Date ? new Date(value.getTime() + 1) : value;
}

const anyTwo = fc.tuple(validDocuments, validDocuments);
const twoWithTheSameKeys = fc
  .tuple(validDocuments, fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }))
  .map(([first, bits]) => [first, withOtherValues(first, bits) as Stored] as const);

/** Reads bytes with the driver, with the BSON type of every number and with sorted keys. */
const read = (bytes: Uint8Array): string =>
  BSON.EJSON.stringify(withSortedKeys(BSON.deserialize(bytes, { promoteValues: false })), undefined, 1, {
    relaxed: false,
  });

function withSortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withSortedKeys);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, withSortedKeys(each)]));
}

function isObject(value: unknown): value is object {
  return (
    typeof value === 'object' &&
    value !== null &&
    [null, Object.prototype].includes(Object.getPrototypeOf(value))
  );
}

describe.each([
  ['without a version', Plain],
  ['with a version', Versioned],
])('A document of a class %s that becomes another one and is saved', (_, documentClass) => {
  const schema = schemaOf(documentClass);
  let world: IntegrationApp;
  let repository: DocumentRepository<Fields>;

  beforeAll(async () => {
    world = await openApp([documentClass]);
    repository = world.repository<Fields>(documentClass);
  });
  afterAll(() => world.close());

  const bytesOf = async (collection: string, id: ObjectId): Promise<Uint8Array> =>
    (await world.db.collection(collection).findOne({ _id: id }, { raw: true })) as unknown as Uint8Array;

  /** Stores the first by the repository, changes it into the second, saves; and the second by the driver, as it is encoded. */
  async function storeBoth(first: Stored, second: Stored, isLoadedAgain: boolean) {
    const id = new ObjectId();
    const made = documentOf(schema, { ...first, _id: id });
    await repository.save(made);
    const document = isLoadedAgain ? await repository.getById(id) : made;
    const target = documentOf(schema, { ...second, _id: id });
    for (const { name, role } of schema.fields)
      if (!role) (document as unknown as Stored)[name] = (target as unknown as Stored)[name];
    await repository.save(document);
    await world.db.collection('expected').insertOne(encode(schema, document));
    return { saved: await bytesOf(schema.collection, id), expected: await bytesOf('expected', id) };
  }

  // A key that is new is appended by the server, and objects whose keys only moved are equal: so the order of keys is left open here.
  test(
    'is stored as the other one, by value and BSON type',
    async () => {
      await fc.assert(
        fc.asyncProperty(anyTwo, fc.boolean(), async ([first, second], isLoadedAgain) => {
          const { saved, expected } = await storeBoth(first, second, isLoadedAgain);
          expect(read(saved)).toBe(read(expected));
        }),
        { numRuns: 60 },
      );
    },
    timeLimit,
  );

  test(
    'is stored as the other one, byte for byte, if no key comes or goes',
    async () => {
      await fc.assert(
        fc.asyncProperty(twoWithTheSameKeys, fc.boolean(), async ([first, second], isLoadedAgain) => {
          const { saved, expected } = await storeBoth(first, second, isLoadedAgain);
          expect(Buffer.from(saved).toString('hex')).toBe(Buffer.from(expected).toString('hex'));
        }),
        { numRuns: 60 },
      );
    },
    timeLimit,
  );
});

describe('The model of updates that unit tests use', () => {
  let world: IntegrationApp;
  beforeAll(async () => {
    world = await openApp([Plain]);
  });
  afterAll(() => world.close());

  test(
    'does what the server does with the same $set and $unset',
    async () => {
      const collection = world.db.collection('model');
      await fc.assert(
        fc.asyncProperty(anyTwo, async ([first, second]) => {
          const _id = new ObjectId();
          const stored = { ...first, _id };
          const changed = differences(plainSchema, new ValueSnapshot(stored), { ...second, _id });
          await collection.insertOne(stored);
          if (changed.length > 0) await collection.updateOne({ _id }, toUpdate(changed));
          const bytes = (await collection.findOne({ _id }, { raw: true })) as unknown as Uint8Array;
          expect(read(bytes)).toBe(read(BSON.serialize(applyUpdate(stored, changed))));
        }),
        { numRuns: 60 },
      );
    },
    timeLimit,
  );
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Int32, ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  preSavePostValidation,
  Undeclared,
  UpdatedAt,
  ValidationError,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository, DisconnectReceiver } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Part {
  @Field({ min: 1 }) size?: number;
}

class Fields {
  @Id() id!: ObjectId;
  @Field(() => String, { required: true, maxLength: 5 }) name?: string | null = 'a';
  @Field() number?: number;
  @Field(() => Int32) int?: number;
  @Field() date?: Date;
  @Field(() => [Date]) dates?: Date[];
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field() part?: Part;
  @Field(() => [Part]) parts?: Part[];
  @Field(() => 'any') any?: unknown;
}

@Document({ collection: 'things' })
class Thing extends Fields {
  @Undeclared() rest?: Map<string, unknown>;
}

/** Behaviours look at what receivers have left, too. */
@Document({ collection: 'versioned' })
class Versioned extends Fields {
  @Version() version!: number;
  @UpdatedAt() updatedAt!: Date;
}

describe.each([Thing, Versioned])(
  'What a receiver of preSavePostValidation leaves in a %O',
  (documentClass) => {
    let world: IntegrationApp;
    let things: DocumentRepository<Thing | Versioned>;
    let undo: DisconnectReceiver | undefined;
    beforeAll(async () => {
      world = await openApp([documentClass]);
      things = world.repository<Thing | Versioned>(documentClass);
    });
    beforeEach(() => (undo = undefined));
    afterEach(() => undo?.());
    afterAll(() => world.close());

    const leave = (values: object): void => {
      undo = world.bus.connect(preSavePostValidation, documentClass, async ({ document }) => {
        await Promise.resolve();
        Object.assign(document, values);
      });
    };
    const collection = documentClass === Thing ? 'things' : 'versioned';

    const unstorable: [string, object, string][] = [
      ['an invalid Date', { date: new Date(NaN) }, 'date'],
      ['NaN', { number: NaN }, 'number'],
      ['a number that is no int32', { int: 2 ** 31 }, 'int'],
      ['a text where a Date is declared', { date: '2020-01-01' }, 'date'],
      ['a number where a map is declared', { scores: 5 }, 'scores'],
      ['a number where an array is declared', { dates: 5 }, 'dates'],
      ['an invalid Date in an array', { dates: [new Date(NaN)] }, 'dates.0'],
      ['an object with an operator', { any: { $gt: 1 } }, 'any'],
      ['an operator deep in an untyped value', { any: [{ a: { $gt: 1 } }] }, 'any'],
      ['a function in an untyped value', { any: { a: () => 1 } }, 'any'],
      ['a key of a map that is an operator', { scores: new Map([['$inc', 1]]) }, 'scores'],
      ['NaN in an embedded document', { part: Object.assign(new Part(), { size: NaN }) }, 'part.size'],
      ['an object where a number is declared', { parts: [{ size: { $gt: 1 } }] }, 'parts.0.size'],
      ['a name that is no field of an embedded document', { part: { weight: 1 } }, 'part.weight'],
    ];

    test.each(unstorable)('is refused, and nothing is sent: %s', async (_title, values, path) => {
      leave(values);
      const thing = things.build({});
      const commands = await world.commandsOf(async () => {
        const error = await errorOf(() => things.save(thing));
        expect(error).toBeInstanceOf(ValidationError);
        expect(error.issues.map((issue: { path: string }) => issue.path)).toEqual([path]);
      });
      expect([commands, thing.id]).toEqual([[], undefined]);
    });

    test.each(unstorable)('is refused in a document that is loaded: %s', async (_title, values, path) => {
      const { id } = await things.create({});
      const before = await world.db.collection(collection).findOne({ _id: id });
      leave(values);
      const thing = await things.getById(id);
      thing.name = 'b';
      const commands = await world.commandsOf(async () => {
        const error = await errorOf(() => things.save(thing));
        expect(error).toBeInstanceOf(ValidationError);
        expect(error.issues.map((issue: { path: string }) => issue.path)).toEqual([path]);
      });
      expect(commands).toEqual([]);
      expect(await world.db.collection(collection).findOne({ _id: id })).toEqual(before);
      undo?.();
      // It was given back.
      Object.assign(thing, Object.fromEntries(Object.keys(values).map((name) => [name, undefined])));
      await things.save(thing);
      expect(await world.db.collection(collection).findOne({ _id: id })).toMatchObject({ name: 'b' });
    });

    test('is stored where constraints are not kept, and where something is missing', async () => {
      leave({ name: 'too long', part: Object.assign(new Part(), { size: 0 }) });
      const { id } = await things.create({});
      const stored = await world.db.collection(collection).findOne({ _id: id });
      expect(stored).toMatchObject({ name: 'too long', part: { size: 0 } });
      undo?.();
      leave({ name: null });
      await things.save(Object.assign(await things.getById(id), { name: 'b', part: undefined }));
      expect(await world.db.collection(collection).findOne({ _id: id })).toMatchObject({ name: null });
    });

    test('goes beside a stored value that would be refused today', async () => {
      const id = new ObjectId();
      await world.db.collection<any>(collection).insertOne({ _id: id, name: 'a', any: { $where: 1 } });
      leave({ number: 2 });
      await things.save(await things.getById(id));
      expect(await world.db.collection(collection).findOne({ _id: id })).toMatchObject({
        ...{ number: 2, any: { $where: 1 } },
      });
    });
  },
);

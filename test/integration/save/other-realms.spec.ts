import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  oneOf,
  postSave,
  preSave,
  Transactions,
  Undeclared,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { inOtherRealm } from '../../support/other-realm.js';

@EmbeddedDocument()
class Address {
  @Field() city?: string;
}

@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field({ min: new Date(0) }) born?: Date;
  @Field({ maxLength: 3 }) bytes?: Buffer;
  @Field(() => [String], { maxLength: 3 }) tags?: string[];
  @Field() address?: Address;
  @Field(() => [Address]) others?: Address[];
  @Field(() => mapOf(Number), { maxLength: 1 }) scores?: Map<string, number>;
  @Field(() => mapOf(Address)) places?: Map<string, Address>;
  @Field(() => 'any') any?: unknown;
  @Undeclared() more?: Map<string, unknown>;
}

/** An expression of another realm for a field, and what is stored for it. */
const values: [field: keyof Person, expression: string, stored: unknown][] = [
  ['born', 'new Date(5)', new Date(5)],
  ['bytes', 'new Uint8Array([1, 2])', Buffer.from([1, 2])],
  ['tags', '["a", "b"]', ['a', 'b']],
  ['address', '{ city: "London" }', { city: 'London' }],
  ['others', '[{ city: "London" }, null]', [{ city: 'London' }, null]],
  ['scores', 'new Map([["chess", 1]])', { chess: 1 }],
  ['places', 'new Map([["home", { city: "London" }]])', { home: { city: 'London' } }],
  ['any', '{ a: [1, { b: new Date(5) }], c: /x/i }', { a: [1, { b: new Date(5) }], c: /x/i }],
];

describe('Values of another realm', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const stored = async (id: ObjectId, key: string): Promise<unknown> => {
    const options = { projection: { _id: 0, [key]: 1 }, promoteBuffers: true };
    return (await world.db.collection('people').findOne({ _id: id }, options))?.[key];
  };

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test.each(values)('in %s are stored by create and save', async (field, expression, expected) => {
    const person = await people.create(inOtherRealm(`{ ${field}: ${expression} }`));
    expect(await stored(person.id, field)).toEqual(expected);
    expect(people.changes(person).size).toBe(0);
  });

  test.each(values)('in %s are stored by a bulk insert', async (field, expression, expected) => {
    const person = Object.assign(new Person(), { [field]: inOtherRealm(expression) });
    await people.insertMany(inOtherRealm('[]').concat([person]));
    expect(await stored(person.id, field)).toEqual(expected);
    expect(people.changes(person).size).toBe(0);
  });

  test.each(values)(
    'in %s are stored when a loaded document was given them',
    async (field, expression, expected) => {
      const { id } = await people.create({ name: 'Ada' });
      const person = await people.getById(id);
      Object.assign(person, { [field]: inOtherRealm(expression) });
      expect(people.changes(person).paths).toEqual([field]);
      await people.save(person);
      expect(await stored(id, field)).toEqual(expected);
      const again = Object.assign(await people.getById(id), { [field]: inOtherRealm(expression) });
      expect(people.changes(again).size).toBe(0);
    },
  );

  test('are given to receivers as changes', async () => {
    const seen: unknown[] = [];
    const undo = world.bus.connect(postSave, Person, ({ changes }) => {
      seen.push(changes.get('born')?.after, changes.get('scores')?.after);
    });
    await people.create(inOtherRealm('{ born: new Date(5), scores: new Map([["chess", 1]]) }'));
    undo();
    expect(seen).toEqual([new Date(5), { chess: 1 }]);
  });

  test('are a Map for undeclared keys, too', async () => {
    const person = Object.assign(new Person(), { more: inOtherRealm('new Map([["height", 180]])') });
    await people.save(person);
    expect(await stored(person.id, 'height')).toBe(180);
  });

  test('are validated like others', async () => {
    const person = people.build(
      inOtherRealm(`{ born: new Date(-1), bytes: new Uint8Array(4), tags: ['a', 'b', 'c', 'd'],
        address: { city: 1 }, scores: new Map([['a', 1], ['b', 2]]) }`),
    );
    await expect(people.save(person)).rejects.toMatchObject({
      issues: [
        expect.objectContaining({ path: 'born', code: 'min' }),
        expect.objectContaining({ path: 'bytes', code: 'max_length' }),
        expect.objectContaining({ path: 'tags', code: 'max_length' }),
        expect.objectContaining({ path: 'address.city', code: 'type' }),
        { path: 'scores', code: 'max_length', message: 'should have at most 1 entry' },
      ],
    });
    expect(await errorOf(() => people.build({ address: inOtherRealm('{ town: "a" }') }))).toMatchObject({
      issues: [{ path: 'address.town', code: 'unknown_field', message: 'is not a field of Address' }],
    });
  });

  test('are given back by a rollback', async () => {
    const person = await people.create(inOtherRealm('{ any: { a: [1] }, bytes: new Uint8Array(1) }'));
    const given = inOtherRealm('{ born: new Date(5), scores: new Map([["a", 1]]), any: { a: [1] } }');
    Object.assign(person, given);
    const work = async (): Promise<void> => {
      given.born.setTime(6);
      given.scores.set('b', 2);
      given.any.a.push(2);
      person.bytes?.fill(2);
      throw new Error('roll back');
    };
    const options = { documents: [person] };
    await expect(world.app.get(Transactions).run(work, options)).rejects.toThrow('roll back');
    expect([given.born.getTime(), [...given.scores], given.any.a.length]).toEqual([5, [['a', 1]], 1]);
    expect(person.bytes?.[0]).toBe(0);
  });

  test('find what they were stored as', async () => {
    const { id } = await people.create({
      name: 'Eva',
      born: new Date(7),
      address: { city: 'Oslo' },
      tags: ['x'],
    });
    const filters = [
      '{ name: "Eva" }',
      '{ name: "Eva", born: new Date(7) }',
      '{ address: { city: "Oslo" } }',
      '{ tags: ["x"] }',
    ].map((expression) => inOtherRealm(expression));
    for (const filter of [...filters, { name: oneOf(inOtherRealm('["Eva"]')) }])
      expect((await people.find(filter).toArray()).map((each) => each.id)).toEqual([id]);
  });

  test('are sorts, options and contexts', async () => {
    const contexts: unknown[] = [];
    const undo = world.bus.connect(preSave, Person, ({ context }) => contexts.push({ ...context }));
    await people.create({}, inOtherRealm('{ context: { by: "Ada" } }'));
    undo();
    expect(contexts).toEqual([{ by: 'Ada' }]);
    const sort = inOtherRealm('{ name: "asc" }');
    expect(
      await people
        .find({ name: oneOf(['Eva', 'Ada']) })
        .sort(sort)
        .count(),
    ).toBeGreaterThan(0);
    await people.deleteMany(inOtherRealm('{ name: "nobody" }'), inOtherRealm('{ permanent: true }'));
  });

  test('are awaited where a receiver returns a promise', async () => {
    const person = people.build({});
    const undo = world.bus.connect(preSave, Person, () => inOtherRealm('Promise.reject(new Error("veto"))'));
    await expect(people.save(person)).rejects.toMatchObject({ message: 'veto' });
    undo();
  });

  test.each([
    '{ name: "a", __proto__: { born: 1 } }',
    'Object.create({ name: "a" })',
    'new (class Filter { name = "a"; })()',
  ])('are no filter if they are an instance, or inherit from data: %s', async (expression) => {
    expect(() => people.find(inOtherRealm(expression))).toThrow(
      expect.objectContaining({ code: 'INVALID_FILTER' }),
    );
  });
});

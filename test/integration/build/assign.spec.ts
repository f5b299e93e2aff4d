import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  CreatedAt,
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  postInit,
  Undeclared,
  UpdatedAt,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Address {
  @Field() street?: string;
  @Field() city?: string;
  @Field() ownerId?: ObjectId;
}

@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field(() => String) nickname?: string | null;
  @Field({ immutable: true }) code?: string;
  @Field() teamId?: ObjectId;
  @Field(() => [ObjectId]) friends: ObjectId[] = [];
  @Field(() => mapOf(ObjectId)) by = new Map<string, ObjectId>();
  @Field() address?: Address;
  @Field(() => [Address]) others: Address[] = [];
  @Field({ select: false }) secret?: string;
  @Version() version!: number;
  @CreatedAt() createdAt!: Date;
  @UpdatedAt() updatedAt!: Date;
  @Undeclared() more?: Map<string, unknown>;
}

@Document()
class Teacher extends Person {
  @Field() subject?: string;
  #age = 0;
  @Field()
  get age(): number {
    return this.#age;
  }
  set age(age: number) {
    if (age < 0) throw new RangeError('an age is not negative');
    this.#age = age;
  }
}

/** As a validation pipe makes them of a request: what it left out is an own undefined. */
class AddressDto {
  street?: string = undefined;
  city?: string = undefined;
}
class PersonDto {
  name?: string = undefined;
  nickname?: string | null = undefined;
  teamId?: string = undefined;
  address?: AddressDto = undefined;
}
const dto = <T extends object>(made: T, values: Partial<T>): T => Object.assign(made, values);

const hex = '64b000000000000000000001';

describe('DocumentRepository.assign', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let teachers: DocumentRepository<Teacher>;
  const saved = async (values = {}): Promise<Person> =>
    people.getById((await people.create({ name: 'Ada', nickname: 'A', ...values })).id);
  const refusal = (path: string, code: string): object =>
    expect.objectContaining({
      code: 'VALIDATION_FAILED',
      issues: expect.arrayContaining([expect.objectContaining({ path, code })]) as unknown,
    });

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    people = world.repository(Person);
    teachers = world.repository(Teacher);
  });
  afterAll(() => world.close());

  test('takes what is given and returns the document', async () => {
    const ada = await saved();
    expect(people.assign(ada, { name: 'Bob', nickname: null })).toBe(ada);
    expect(people.changes(ada).paths).toEqual(['name', 'nickname']);
    await people.save(ada);
    expect(await people.getById(ada.id)).toMatchObject({ name: 'Bob', nickname: null });
  });

  test('leaves out what is undefined, as in an instance of a class that says what may come', async () => {
    const ada = await saved({ address: { street: 'a' } });
    people.assign(ada, dto(new PersonDto(), { name: 'Bob' }));
    expect(people.changes(ada).paths).toEqual(['name']);
    expect([ada.nickname, ada.address?.street]).toEqual(['A', 'a']);
  });

  test('replaces an embedded document, by an instance of its class', async () => {
    const ada = await saved({ address: { street: 'a', city: 'b' } });
    people.assign(ada, dto(new PersonDto(), { address: dto(new AddressDto(), { city: 'c' }) }));
    expect(ada.address).toBeInstanceOf(Address);
    expect(Object.entries(ada.address ?? {}).filter(([, each]) => each !== undefined)).toEqual([
      ['city', 'c'],
    ]);
    people.assign(ada, { others: [{ city: 'd' }, new Address()] });
    expect(ada.others.map((each) => each instanceof Address)).toEqual([true, true]);
  });

  test('makes ids of hexadecimal text where ids are declared', async () => {
    const ada = await saved();
    people.assign(ada, {
      teamId: hex,
      friends: [hex, new ObjectId(hex)],
      by: new Map([['a', hex.toUpperCase()]]),
      address: { ownerId: hex, city: hex },
      others: [{ ownerId: hex }],
      name: hex,
    });
    await people.save(ada);
    const id = new ObjectId(hex);
    expect(await world.db.collection('people').findOne({ _id: ada.id })).toMatchObject({
      ...{ teamId: id, friends: [id, id], by: { a: id }, name: hex },
      ...{ address: { ownerId: id, city: hex }, others: [{ ownerId: id }] },
    });
  });

  test('leaves other text to validation', async () => {
    const ada = people.assign(await saved(), { teamId: 'nobody' });
    await expect(people.save(ada)).rejects.toEqual(refusal('teamId', 'type'));
  });

  test.each<[string, object, string, string]>([
    ['something that is no field', { name: 'Bob', isAdmin: true }, 'isAdmin', 'unknown_field'],
    ['something undefined that is no field', { name: 'Bob', isAdmin: undefined }, 'isAdmin', 'unknown_field'],
    ['a name that is no field inside', { name: 'Bob', address: { zip: 1 } }, 'address.zip', 'unknown_field'],
    [
      'a prototype',
      JSON.parse('{"name": "Bob", "__proto__": {"a": 1}}') as object,
      '__proto__',
      'unknown_field',
    ],
    ['a Date as an embedded document', { name: 'Bob', address: new Date() }, 'address', 'type'],
    ['a Map of values', new Map([['name', 'Bob']]), '', 'type'],
    ['a promise of values', Promise.resolve({ name: 'Bob' }), '', 'type'],
    ['another id', { name: 'Bob', id: new ObjectId() }, 'id', 'immutable'],
    ['an id that is none', { name: 'Bob', id: 'x' }, 'id', 'type'],
    ['a time of creation that is none', { name: 'Bob', createdAt: 'today' }, 'createdAt', 'type'],
    ['a version that is none', { name: 'Bob', version: '1' }, 'version', 'type'],
    ['no version', { name: 'Bob', version: null }, 'version', 'immutable'],
    ['another immutable value', { name: 'Bob', code: 'other' }, 'code', 'immutable'],
    ['another time of creation', { name: 'Bob', createdAt: new Date(0) }, 'createdAt', 'immutable'],
    ['another time of the last write', { name: 'Bob', updatedAt: new Date(0) }, 'updatedAt', 'immutable'],
  ])('refuses %s, and changes nothing', async (_, values, path, code) => {
    const ada = await saved();
    expect(() => people.assign(ada, values)).toThrow(refusal(path, code));
    expect(people.changes(ada).size).toBe(0);
    expect(ada.name).toBe('Ada');
  });

  test('takes all of what is as it is stored, as when a form sends everything back', async () => {
    const ada = await saved({ code: 'one' });
    const { id, code, version, createdAt, updatedAt } = ada;
    people.assign(ada, { id: id.toHexString(), code, version, createdAt: new Date(createdAt), updatedAt });
    expect(people.changes(ada).size).toBe(0);
  });

  test('takes what JSON made of the document, as when a client sends back what it got', async () => {
    const ada = await saved({ code: 'one', address: { ownerId: hex } });
    const { more: _, by: __, ...given } = JSON.parse(JSON.stringify(ada)) as Record<string, unknown>;
    people.assign(ada, { ...given, name: 'Bob' });
    expect(people.changes(ada).paths).toEqual(['name']);
    await people.save(ada);
    expect(ada.version).toBe(2);
  });

  test('finds out that the values belong to another version', async () => {
    const ada = await saved();
    const { version } = ada;
    ada.name = 'Bob';
    await people.save(ada);
    expect(() => people.assign(ada, { version, name: 'Cid' })).toThrow(
      expect.objectContaining({ code: 'STALE_DOCUMENT', conflict: 'changed', documentName: 'Person' }),
    );
    expect([ada.name, people.changes(ada).size]).toEqual(['Bob', 0]);
  });

  test('gives a new document what it likes, the id too', async () => {
    const made = people.assign(people.build({}), { id: hex, code: 'one' });
    await people.save(made);
    expect((await people.getById(new ObjectId(hex))).code).toBe('one');
  });

  test('sends nothing, neither commands nor signals', async () => {
    const ada = await saved();
    const made: object[] = [];
    const undo = world.bus.connect(postInit, Address, ({ document }) => made.push(document));
    const sent = await world.commandsOf(() => people.assign(ada, { address: { city: 'a' } }));
    undo();
    expect([sent, made]).toEqual([[], []]);
  });

  test('knows the fields of the own class of a document', async () => {
    const eve = await teachers.create({ name: 'Eve' });
    people.assign(eve, { subject: 'logic' } as object);
    expect(eve.subject).toBe('logic');
    expect(() => people.assign({} as Person, { name: 'a' })).toThrow(
      expect.objectContaining({ code: 'WRONG_DOCUMENT_CLASS' }),
    );
  });

  test('takes back what was given before a setter refuses', async () => {
    const eve = teachers.build({ name: 'Eve', age: 30 });
    expect(() => teachers.assign(eve, { name: 'Bob', age: -1 })).toThrow(
      new RangeError('an age is not negative'),
    );
    expect([eve.name, eve.age]).toEqual(['Eve', 30]);
  });

  test('gives a part of a document what was not loaded, too', async () => {
    const { id } = await saved({ secret: 's', address: { city: 'a' } });
    const part = await people.find({ id }).select('name').first();
    if (!part) throw new Error('it is there');
    people.assign(part, { secret: 't', nickname: 'B' });
    await people.save(part);
    const stored = await world.db.collection('people').findOne({ _id: id });
    expect(stored).toMatchObject({ name: 'Ada', nickname: 'B', secret: 't', address: { city: 'a' } });
    expect(() => people.assign(part, { code: 'x' })).toThrow(refusal('code', 'immutable'));
  });

  test('refuses documents that cannot be saved', async () => {
    const ada = await saved();
    const [read] = await people.find({ id: ada.id }).readOnly().toArray();
    expect(() => people.assign(read as Person, { name: 'a' })).toThrow(
      expect.objectContaining({ code: 'READ_ONLY_DOCUMENT' }),
    );
    await people.delete(ada);
    expect(() => people.assign(ada, { name: 'a' })).toThrow(
      expect.objectContaining({ code: 'DOCUMENT_DELETED' }),
    );
    const frozen = Object.freeze(people.build({ name: 'Ada' }));
    expect(() => people.assign(frozen, { name: 'a' })).toThrow(
      expect.objectContaining({ code: 'FIELD_NOT_WRITABLE', field: 'name', documentName: 'Person' }),
    );
  });

  test('gives undeclared values', async () => {
    const ada = people.assign(await saved(), { more: new Map([['height', 180]]) });
    expect(people.changes(ada).paths).toEqual(['more.height']);
  });
});

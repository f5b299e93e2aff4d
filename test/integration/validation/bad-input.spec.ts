import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DocumentsError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, storedPerson } from '../../support/world/integration-people.js';
import { callMethod, methodsOfKind, unknownMethods } from '../../support/world/repository-methods.js';

describe('Bad input', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let before: unknown;
  const everything = async () => JSON.stringify(await world.db.collection('people').find().toArray());
  /** Returns the error of a call and the commands that were sent. */
  const outcomeOf = async (work: () => unknown) => {
    let error: any;
    const sent = await world.commandsOf(async () => (error = await errorOf(work)));
    return { error, sent: sent.map(({ name }) => name) };
  };
  const refusal = (code: string | RegExp) => ({
    code: expect.stringMatching(code),
    problem: expect.stringMatching(/\S/),
    reason: expect.stringMatching(/\S/),
    remedy: expect.stringMatching(/\S/),
  });

  beforeAll(async () => {
    world = await openApp([Person, Room]);
    people = world.repository(Person);
    await world.db
      .collection('people')
      .insertMany([storedPerson(), storedPerson({ name: 'Bob', tags: ['x'] })]);
    before = await everything();
  });
  afterAll(() => world.close());

  test('every method of a repository is known to this file', () => {
    expect(unknownMethods).toEqual([]);
  });

  describe.each(methodsOfKind('document'))('%s', (method) => {
    test.each<[string, unknown]>([
      ['undefined', undefined],
      ['null', null],
      ['a string', 'Ada'],
      ['an id', new ObjectId()],
      ['a plain object with the right fields', { name: 'Ada', tags: [] }],
      ['a list', [new Person()]],
      ['the class itself', Person],
      ['a document of another class', Object.assign(new Room(), { id: 'a' })],
      ['an object that claims the class', JSON.parse('{"name":"Ada","constructor":{"name":"Person"}}')],
    ])('refuses %s', async (_, document) => {
      const { error, sent } = await outcomeOf(() => callMethod(people, method, document));
      expect(error).toBeInstanceOf(DocumentsError);
      expect(error).toMatchObject(refusal('WRONG_DOCUMENT_CLASS'));
      expect(sent).toEqual([]);
    });

    test('refuses a document of a class that is not decorated, though it extends one that is', async () => {
      class Spy extends Person {}
      const { error, sent } = await outcomeOf(() => callMethod(people, method, new Spy()));
      expect(error).toMatchObject(refusal('NOT_A_DOCUMENT'));
      expect(sent).toEqual([]);
    });
  });

  describe('A document in the wrong state', () => {
    test.each<[string, 'new' | 'deleted', string]>([
      ['delete', 'new', 'DOCUMENT_NOT_STORED'],
      ['reload', 'new', 'DOCUMENT_NOT_STORED'],
      ['save', 'deleted', 'DOCUMENT_DELETED'],
      ['delete', 'deleted', 'DOCUMENT_DELETED'],
      ['reload', 'deleted', 'DOCUMENT_DELETED'],
      ['insertMany', 'deleted', 'DOCUMENT_DELETED'],
    ])('%s refuses one that is %s', async (method, state, code) => {
      const document = people.build({ name: 'Eve' });
      if (state === 'deleted') await people.delete(await people.save(document));
      const given = method === 'insertMany' ? [document] : document;
      const { error, sent } = await outcomeOf(() => callMethod(people, method, given));
      expect(error).toBeInstanceOf(DocumentsError);
      expect(error).toMatchObject(refusal(code));
      expect(sent).toEqual([]);
      expect(await everything()).toBe(before);
    });
  });

  describe.each(methodsOfKind('filter'))('%s', (method) => {
    test.each([
      'nobody',
      '_id',
      'isAdmin',
      'name.first',
      'name.0',
      'address.zip',
      'address.street.x',
      'tags.x',
      'others.x',
      'others.0.zip',
      'address.',
      '.name',
      '',
      'constructor',
      'constructor.prototype',
      'toString',
      'id.toHexString',
      '__proto__',
      'address.__proto__',
      'notes.__proto__.x',
      'scores.__proto__',
      'notes.$where',
      'scores.$gt',
    ])('refuses the unknown path "%s"', async (path) => {
      const filter = JSON.parse(`{${JSON.stringify(path)}:1}`);
      const { error, sent } = await outcomeOf(() => callMethod(people, method, filter));
      expect(error).toBeInstanceOf(DocumentsError);
      expect(error).toMatchObject(refusal('UNKNOWN_PATH'));
      expect(sent).toEqual([]);
    });

    test.each<[string, object]>([
      ['a number for a string', { name: 1 }],
      ['a string for a number', { age: '36' }],
      ['NaN', { age: NaN }],
      ['an invalid date in an untyped field', { notes: new Date(NaN) }],
      ['text that is no hexadecimal digits for an id', { id: '64b00000000000000000000g' }],
      ['a regular expression', { name: /A/ }],
      ['a function', { name: () => 'Ada' }],
      ['a symbol', { name: Symbol('Ada') }],
      ['a number among strings', { tags: 1 }],
      ['a string for an embedded document', { address: 'Main' }],
      ['an unknown field of an embedded document', { address: { zip: 1 } }],
      ['a string for an entry of a map', { 'scores.go': 'x' }],
      ['a list for a string', { name: ['Ada'] }],
    ])('refuses %s', async (_, filter) => {
      const { error, sent } = await outcomeOf(() => callMethod(people, method, filter));
      expect(error).toBeInstanceOf(DocumentsError);
      expect(error).toMatchObject(refusal('INVALID_FILTER'));
      expect(sent).toEqual([]);
    });
  });

  describe('JSON of a request', () => {
    const injections = [
      '{"name":{"$ne":null}}',
      '{"name":{"$gt":""}}',
      '{"name":{"$regex":".*"}}',
      '{"name":{"$in":["Ada"]}}',
      '{"name":{"$not":{"$eq":1}}}',
      '{"name":{"$eq":"Ada","x":1}}',
      '{"name":{"x":{"$ne":1}}}',
      '{"name":[{"$ne":null}]}',
      '{"tags":{"$elemMatch":{"$ne":null}}}',
      '{"tags":[{"$ne":null}]}',
      '{"tags":{"$size":0}}',
      '{"id":{"$ne":null}}',
      '{"id":{"$exists":true}}',
      '{"id":{"_bsontype":"ObjectId"}}',
      '{"id":{"_bsontype":"ObjectId","id":"aaaaaaaaaaaa"}}',
      '{"id":{"_bsontype":"MinKey"}}',
      '{"notes":{"$ne":null}}',
      '{"notes":{"a":{"$gt":1}}}',
      '{"notes":[{"a":[{"$gt":1}]}]}',
      '{"notes":{"_bsontype":"Code","code":"1"}}',
      '{"notes.a":{"$gt":1}}',
      '{"address":{"$ne":null}}',
      '{"address":{"street":{"$ne":null}}}',
      '{"address.street":{"$ne":null}}',
      '{"others.0.street":{"$ne":null}}',
      '{"scores.go":{"$gt":0}}',
      '{"scores":{"go":1}}',
      '{"$where":"1"}',
      '{"$expr":{"$eq":[1,1]}}',
      '{"$or":[{}]}',
      '{"$and":[{"name":"Ada"}]}',
      '{"$nor":[{"name":"Nobody"}]}',
      '{"$comment":"x"}',
      '{"name":"Ada","$or":[{}]}',
      '{"__proto__":{"name":"Ada"}}',
      '{"name":{"__proto__":{"$ne":null}}}',
      '{"constructor":{"prototype":{"isAdmin":true}}}',
    ];

    describe.each(methodsOfKind('filter'))('as filter of %s', (method) => {
      test.each(injections)('%s is refused', async (json) => {
        const { error, sent } = await outcomeOf(() => callMethod(people, method, JSON.parse(json)));
        expect(error).toBeInstanceOf(DocumentsError);
        expect(error).toMatchObject(refusal(/^(OPERATOR_NOT_ALLOWED|INVALID_FILTER|UNKNOWN_PATH)$/));
        expect(sent).toEqual([]);
        expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
      });
    });

    describe.each(methodsOfKind('id'))('as id of %s', (method) => {
      test.each([...injections, '{}', '[]', '[{"$ne":null}]', '{"$ne":null}', 'null', '1', '"x"', 'true'])(
        '%s is refused',
        async (json) => {
          const { error, sent } = await outcomeOf(() => callMethod(people, method, JSON.parse(json)));
          expect(error).toBeInstanceOf(DocumentsError);
          expect(error).toMatchObject(refusal(/^(OPERATOR_NOT_ALLOWED|INVALID_FILTER)$/));
          expect(sent).toEqual([]);
        },
      );
    });

    test.each([
      ['{"name":{"$ne":null}}', 'not(...)'],
      ['{"name":{"$in":[]}}', 'oneOf([...])'],
      ['{"name":{"$eq":"Ada"}}', 'the value itself'],
    ])('%s is refused with the name of what to use instead', async (json, remedy) => {
      const { error } = await outcomeOf(() => people.findOne(JSON.parse(json)));
      expect(error.remedy).toContain(remedy);
    });

    describe.each(methodsOfKind('values'))('as values of %s', (method) => {
      test.each([
        '{"isAdmin":true}',
        '{"name":"Eve","_id":"x"}',
        '{"name":"Eve","_type":"Admin"}',
        '{"$set":{"name":"Eve"}}',
        '{"address":{"street":"x","isAdmin":true}}',
        '{"others":[{"street":"x"},{"zip":1}]}',
        '{"__proto__":{"isAdmin":true}}',
        '{"address":{"__proto__":{"isAdmin":true}}}',
        '{"constructor":{"prototype":{"isAdmin":true}}}',
        '{"toString":"x"}',
        '{"address":{"_bsontype":"ObjectId"}}',
        'null',
        '[]',
        '"name"',
        '1',
      ])('%s is refused', async (json) => {
        const { error, sent } = await outcomeOf(() => callMethod(people, method, JSON.parse(json)));
        expect(error).toBeInstanceOf(DocumentsError);
        expect(error).toMatchObject(refusal('VALIDATION_FAILED'));
        expect(sent).toEqual([]);
        expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
      });
    });

    describe('as the value of a field, saved', () => {
      test.each([
        '{"name":{"$ne":null}}',
        '{"name":["Eve"]}',
        '{"name":"Eve","id":{"$ne":null}}',
        '{"name":"Eve","id":{"_bsontype":"ObjectId"}}',
        '{"name":"Eve","id":"64b00000000000000000000"}',
        '{"name":"Eve","notes":{"$set":{"x":1}}}',
        '{"name":"Eve","notes":{"a":[{"$where":"1"}]}}',
        '{"name":"Eve","notes":{"__proto__":{"isAdmin":true}}}',
        '{"name":"Eve","notes":{"_bsontype":"Code","code":"1"}}',
        '{"name":"Eve","scores":{"go":"1"}}',
        '{"name":"Eve","tags":{"length":1,"0":"x"}}',
        '{"name":"Eve","tags":[{"$ne":1}]}',
        '{"name":"Eve","address":["Main"]}',
      ])('%s is refused', async (json) => {
        const document = people.build(JSON.parse(json));
        const { error, sent } = await outcomeOf(() => people.save(document));
        expect(error).toBeInstanceOf(DocumentsError);
        expect(error).toMatchObject(refusal('VALIDATION_FAILED'));
        expect(sent).toEqual([]);
        expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
      });

      test('a key "constructor" of an untyped value is stored as data and reaches no prototype', async () => {
        const notes = JSON.parse('{"constructor":{"prototype":{"isAdmin":true}}}');
        const eve = await people.create({ name: 'Eve', notes });
        expect((await people.getById(eve.id)).notes).toEqual(notes);
        expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
        await people.delete(eve);
      });
    });
  });

  describe('Messages', () => {
    test.each<[string, () => unknown]>([
      ['a filter of a wrong type', () => people.find({ age: 'hunter2' } as never)],
      ['an operator', () => people.find({ name: { $regex: 'hunter2' } } as never)],
      ['an unknown path with odd characters', () => people.find({ 'hunter2\n$': 1 } as never)],
      ['an id of a wrong type', () => people.getById('hunter2')],
      ['a value of a wrong type', async () => people.create({ name: 'x', age: 'hunter2' as never })],
      ['a document of another class', () => people.save({ name: 'hunter2' } as never)],
    ])('of %s hold no value', async (_, work) => {
      const error = await errorOf(work);
      expect(error).toBeInstanceOf(DocumentsError);
      expect(error.message).not.toContain('hunter2');
      expect(error.stack).not.toContain('hunter2');
    });
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DecodeError, Document, Field, WrongDocumentClassError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher } from '../../support/world/integration-people.js';

@Document({ name: 'head-teacher' })
class HeadTeacher extends Teacher {
  @Field() school?: string;
}

describe('A document class that extends another', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let teachers: DocumentRepository<Teacher>;
  let heads: DocumentRepository<HeadTeacher>;
  const stored = (id: ObjectId) => world.db.collection('people').findOne({ _id: id });
  const ids = { ada: new ObjectId(), tom: new ObjectId(), hal: new ObjectId() };

  beforeAll(async () => {
    world = await openApp([Person, Teacher, HeadTeacher]);
    people = world.repository(Person);
    teachers = world.repository(Teacher);
    heads = world.repository(HeadTeacher);
    await world.db.collection('people').insertMany([
      { _id: ids.ada, name: 'Ada', subject: 'undeclared', tags: [], status: 's' },
      { _id: ids.tom, name: 'Tom', _type: 'Teacher', subject: 'Latin', tags: [], status: 's' },
      { _id: ids.hal, name: 'Hal', _type: 'head-teacher', school: 'North', tags: [], status: 's' },
    ]);
  });
  afterAll(() => world.close());

  describe('stored', () => {
    test('stands in the collection of its base class, with its name under _type', async () => {
      const eve = await teachers.create({ name: 'Eve', subject: 'Greek' });
      expect(await stored(eve.id)).toEqual({
        _id: eve.id,
        name: 'Eve',
        tags: [],
        status: 'new',
        subject: 'Greek',
        _type: 'Teacher',
      });
      await teachers.delete(eve);
    });

    test('has the name that @Document gives it', async () => {
      const eve = await heads.create({ name: 'Eve' });
      expect(await stored(eve.id)).toMatchObject({ _type: 'head-teacher' });
      await heads.delete(eve);
    });

    test('can be saved by the repository of its base class', async () => {
      const eve = await people.save(teachers.build({ name: 'Eve', subject: 'Greek' }));
      expect(await stored(eve.id)).toMatchObject({ _type: 'Teacher', subject: 'Greek' });
      await people.delete(eve);
    });

    test('cannot be saved by the repository of a subclass', async () => {
      const eve = people.build({ name: 'Eve' });
      expect(await errorOf(() => teachers.save(eve as Teacher))).toBeInstanceOf(WrongDocumentClassError);
    });

    test('does not have _type in the change set of an insert, nor in an update', async () => {
      const eve = teachers.build({ name: 'Eve' });
      using recorder = new SignalRecorder(world.bus);
      await teachers.save(eve);
      expect(
        (recorder.sent[2]?.payload as unknown as { changes: { paths: string[] } }).changes.paths,
      ).toEqual(['id', 'name', 'tags', 'status']);
      eve.subject = 'Greek';
      const [update] = await world.commandsOf(() => teachers.save(eve));
      expect(update?.command['updates'][0].u).toEqual({ $set: { subject: 'Greek' } });
      await teachers.delete(eve);
    });
  });

  describe('loaded', () => {
    test('has its own class through the repository of its base class', async () => {
      const found = await people.find({}).sort({ name: 1 }).toArray();
      expect(found.map((each) => each.constructor)).toEqual([Person, HeadTeacher, Teacher]);
    });

    test('has its own fields through the repository of its base class', async () => {
      expect(await people.getById(ids.tom)).toMatchObject({ name: 'Tom', subject: 'Latin' });
    });

    test('is a document of its base class without _type', async () => {
      const ada = await people.getById(ids.ada);
      expect(ada.constructor).toBe(Person);
      expect(ada).not.toHaveProperty('subject');
    });

    test.each([
      [
        'find',
        async () => (await teachers.find({}).sort({ name: 1 }).toArray()).map(({ name }) => name),
        ['Hal', 'Tom'],
      ],
      ['first', async () => (await heads.find({}).first())?.name, 'Hal'],
      ['findOne', () => teachers.findOne({ name: 'Ada' }), null],
      ['findById', () => teachers.findById(ids.ada), null],
      ['findById of a class between', () => heads.findById(ids.tom), null],
      ['exists', () => teachers.exists({ name: 'Ada' }), false],
      [
        'count',
        async () => [await people.count({}), await teachers.count({}), await heads.count({})],
        [3, 2, 1],
      ],
    ])('is all that %s of its own repository sees, with its subclasses', async (_, read, expected) => {
      expect(await read()).toEqual(expected);
    });

    test('is reloaded with its own fields', async () => {
      const tom = (await people.getById(ids.tom)) as Teacher;
      tom.subject = 'Greek';
      await people.reload(tom);
      expect(tom.subject).toBe('Latin');
    });

    test('does not differ from what is stored', async () => {
      const hal = await people.getById(ids.hal);
      expect(await world.commandsOf(() => people.save(hal))).toEqual([]);
    });

    test('throws DecodeError if _type names no class of the family', async () => {
      const _id = new ObjectId();
      await world.db.collection('people').insertOne({ _id, name: 'Odd', _type: 'Robot' });
      const error = await errorOf(() => people.getById(_id));
      await world.db.collection('people').deleteOne({ _id });
      expect(error).toBeInstanceOf(DecodeError);
      expect(error).toMatchObject({ path: '_type', expected: 'Person or Teacher or head-teacher' });
      expect(error.message).not.toContain('Robot');
    });
  });
});

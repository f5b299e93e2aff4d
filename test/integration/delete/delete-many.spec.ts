import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { EmptyFilterError, PostSignalError, oneOf, postDelete, preDelete } from 'nestjs-documents';
import type { DocumentRepository, PreDelete } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher } from '../../support/world/integration-people.js';

describe('DocumentRepository.deleteMany', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const left = async () => {
    const stored = await world.db.collection('people').find().sort({ name: 1 }).toArray();
    return stored.map((each) => each['name'] as string);
  };

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    people = world.repository(Person);
  });
  beforeEach(async () => {
    await world.db.collection('people').deleteMany({});
    await world.db.collection('people').insertMany([
      { name: 'Ada', e_mail: 'a@x' },
      { name: 'Bob', e_mail: 'b@x' },
      { name: 'Cid', e_mail: 'c@x' },
      { name: 'Tom', _type: 'Teacher' },
    ]);
  });
  afterAll(() => world.close());

  test('deletes the documents that match and returns how many', async () => {
    expect(await people.deleteMany({ email: oneOf(['a@x', 'b@x']) })).toBe(2);
    expect(await left()).toEqual(['Cid', 'Tom']);
  });

  test('returns 0 if none matches', async () => {
    expect(await people.deleteMany({ name: 'Eve' })).toBe(0);
    expect(await left()).toHaveLength(4);
  });

  test('deletes documents of subclasses', async () => {
    expect(await people.deleteMany({ name: 'Tom' })).toBe(1);
  });

  test('deletes through a repository of a subclass only documents of it', async () => {
    const teachers = world.repository(Teacher);
    expect(await teachers.deleteMany({ name: oneOf(['Ada', 'Tom']) })).toBe(1);
    expect(await left()).toEqual(['Ada', 'Bob', 'Cid']);
  });

  describe('when the filter is empty', () => {
    test('throws EmptyFilterError and sends no command', async () => {
      let error: unknown;
      const sent = await world.commandsOf(async () => (error = await errorOf(() => people.deleteMany({}))));
      expect(error).toBeInstanceOf(EmptyFilterError);
      expect(sent).toEqual([]);
    });

    test('throws EmptyFilterError for a subclass as well', async () => {
      expect(await errorOf(() => world.repository(Teacher).deleteMany({}))).toBeInstanceOf(EmptyFilterError);
    });

    test('deletes every document with { allowAll: true }', async () => {
      expect(await people.deleteMany({}, { allowAll: true })).toBe(4);
    });

    test('deletes every document of a subclass with { allowAll: true }', async () => {
      expect(await world.repository(Teacher).deleteMany({}, { allowAll: true })).toBe(1);
      expect(await left()).toEqual(['Ada', 'Bob', 'Cid']);
    });
  });

  describe('when nobody listens to deletes', () => {
    test('sends one command', async () => {
      const sent = await world.commandsOf(() => people.deleteMany({ name: oneOf(['Ada', 'Bob']) }));
      expect(sent.map(({ name, command }) => [name, command['deletes']])).toEqual([
        ['delete', [{ q: { name: { $in: ['Ada', 'Bob'] } }, limit: 0 }]],
      ]);
    });
  });

  describe('when somebody listens to deletes', () => {
    test('sends preDelete and postDelete for each, with the origin deleteMany', async () => {
      using recorder = new SignalRecorder(world.bus);
      expect(await people.deleteMany({ name: oneOf(['Ada', 'Tom']) })).toBe(2);
      const deletes = recorder.sent.filter(({ name }) => name.endsWith('Delete'));
      expect(deletes.map(({ name }) => name)).toEqual([
        'Person.preDelete',
        'Person.postDelete',
        'Teacher.preDelete',
        'Teacher.postDelete',
      ]);
      expect(deletes.map(({ payload }) => payload.origin)).toEqual(new Array(4).fill('deleteMany'));
      expect(await left()).toEqual(['Bob', 'Cid']);
    });

    test.each([
      ['preDelete', preDelete],
      ['postDelete', postDelete],
    ])('sends %s to a receiver of a subclass', async (_, signal) => {
      const seen: string[] = [];
      const receiver = ({ document }: { document: Person }) => seen.push(document.name);
      await withReceiver(world.bus, { signal: signal as typeof preDelete, sender: Teacher, receiver }, () =>
        people.deleteMany({}, { allowAll: true }),
      );
      expect(seen).toEqual(['Tom']);
    });

    test('hands the context of the caller to each', async () => {
      using recorder = new SignalRecorder(world.bus);
      await people.deleteMany({ name: oneOf(['Ada', 'Bob']) }, { context: { by: 'me' } });
      expect(new Set(recorder.sent.map(({ payload }) => payload.context['by']))).toEqual(new Set(['me']));
    });

    test('ends at the first veto; what was deleted before stays so', async () => {
      const veto = new Error('veto');
      const receiver = ({ document }: PreDelete<Person>) => {
        if (document.name === 'Bob') throw veto;
      };
      const error = await errorOf(() =>
        withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, () =>
          people.deleteMany({ name: oneOf(['Ada', 'Bob', 'Cid']) }),
        ),
      );
      expect(error).toBe(veto);
      expect(await left()).toEqual(['Bob', 'Cid', 'Tom']);
    });

    test('ends at the first error of postDelete', async () => {
      const receiver = () => {
        throw new Error('no');
      };
      const error = await errorOf(() =>
        withReceiver(world.bus, { signal: postDelete, sender: Person, receiver }, () =>
          people.deleteMany({ name: oneOf(['Ada', 'Bob']) }),
        ),
      );
      expect(error).toBeInstanceOf(PostSignalError);
      expect(await left()).toEqual(['Bob', 'Cid', 'Tom']);
    });

    test('does not count a document that a receiver deleted before', async () => {
      const receiver = ({ document }: PreDelete<Person>) =>
        world.db.collection('people').deleteOne({ _id: document.id });
      const count = await withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, () =>
        people.deleteMany({ name: 'Ada' }),
      );
      expect(count).toBe(0);
    });
  });
});

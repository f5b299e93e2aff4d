import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { DeletedAt, Document, Field, Id, postWrite, preDelete, Version } from 'nestjs-documents';
import type { DocumentRepository, PostWrite, PreDelete } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher } from '../../support/world/integration-people.js';

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field() text?: string;
  @DeletedAt() deletedAt?: Date;
  @Version() version!: number;
}

const [adaId, bobId] = [new ObjectId(), new ObjectId()];

describe('DocumentRepository.deleteOne and deleteById', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let notes: DocumentRepository<Note>;
  const left = async () => {
    const stored = await world.db.collection('people').find().sort({ name: 1 }).toArray();
    return stored.map((each) => each['name'] as string);
  };

  beforeAll(async () => {
    world = await openApp([Person, Teacher, Note]);
    people = world.repository(Person);
    notes = world.repository(Note);
  });
  beforeEach(async () => {
    await world.db.collection('people').deleteMany({});
    await world.db.collection('notes').deleteMany({});
    await world.db.collection('people').insertMany([
      { _id: adaId, name: 'Ada', e_mail: 'x' },
      { _id: bobId, name: 'Bob', e_mail: 'x', _type: 'Teacher' },
    ]);
  });
  afterAll(() => world.close());

  describe('when nobody listens to deletes', () => {
    test('deleteOne sends one command and deletes one of those that match', async () => {
      let answer: unknown;
      const sent = await world.commandsOf(async () => {
        answer = await people.deleteOne({ email: 'x' });
      });
      expect(answer).toBe(true);
      expect(sent.map(({ name, command }) => [name, command['deletes']])).toEqual([
        ['delete', [{ q: { e_mail: { $eq: 'x' } }, limit: 1 }]],
      ]);
      expect(await left()).toHaveLength(1);
    });

    test('deleteById sends one command, and takes hex digits', async () => {
      let answer: unknown;
      const sent = await world.commandsOf(async () => {
        answer = await people.deleteById(adaId.toHexString());
      });
      expect(answer).toBe(true);
      expect(sent.map(({ name, command }) => [name, command['deletes']])).toEqual([
        ['delete', [{ q: { _id: { $eq: adaId } }, limit: 1 }]],
      ]);
      expect(await left()).toEqual(['Bob']);
    });

    test('both return false if nothing matches, and send no postWrite then', async () => {
      const seen: unknown[] = [];
      const receiver = (payload: PostWrite<Person>) => seen.push(payload.writes);
      await withReceiver(world.bus, { signal: postWrite, sender: Person, receiver }, async () => {
        expect(await people.deleteOne({ name: 'Eve' })).toBe(false);
        expect(await people.deleteById(new ObjectId())).toBe(false);
      });
      expect(seen).toEqual([]);
    });

    test.each<[string, () => Promise<boolean>, object]>([
      ['deleteOne', () => people.deleteOne({ name: 'Ada' }), { name: 'Ada' }],
      ['deleteById', () => people.deleteById(adaId), [adaId]],
    ])('%s sends postWrite, with its filter or its id', async (origin, call, filter) => {
      const seen: unknown[] = [];
      const receiver = (payload: PostWrite<Person>) => {
        const [write] = payload.writes;
        seen.push([payload.origin, write?.kind, write?.count, write?.ids ?? write?.filter]);
      };
      await withReceiver(world.bus, { signal: postWrite, sender: Person, receiver }, call);
      expect(seen).toEqual([[origin, 'delete', 1, filter]]);
    });

    test('a repository of a subclass deletes only documents of it', async () => {
      const teachers = world.repository(Teacher);
      expect(await teachers.deleteById(adaId)).toBe(false);
      expect(await teachers.deleteOne({ email: 'x' })).toBe(true);
      expect(await left()).toEqual(['Ada']);
    });
  });

  describe('when somebody listens to deletes', () => {
    test('deleteOne loads one document and deletes it with its signals', async () => {
      using recorder = new SignalRecorder(world.bus);
      const sent = await world.commandsOf(() => people.deleteOne({ email: 'x' }));
      expect(sent.map(({ name }) => name)).toEqual(['find', 'delete']);
      expect(sent[0]?.command['limit']).toBe(1);
      expect(recorder.names.filter((name) => name.endsWith('Delete'))).toHaveLength(2);
      expect(await left()).toHaveLength(1);
    });

    test('a veto keeps the document, and reaches the caller', async () => {
      const veto = new Error('veto');
      const receiver = () => {
        throw veto;
      };
      await withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, async () => {
        expect(await errorOf(() => people.deleteById(adaId))).toBe(veto);
      });
      expect(await left()).toEqual(['Ada', 'Bob']);
    });

    test('deleteOne deletes another one if its document has ceased to match meanwhile', async () => {
      const asked: string[] = [];
      const receiver = async ({ document }: PreDelete<Person>) => {
        asked.push(document.name);
        if (asked.length > 1) return;
        await world.db.collection('people').updateOne({ _id: document.id }, { $set: { e_mail: 'y' } });
      };
      await withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, async () => {
        expect(await people.deleteOne({ email: 'x' })).toBe(true);
      });
      expect(asked.sort()).toEqual(['Ada', 'Bob']);
      expect(await world.db.collection('people').find({ e_mail: 'y' }).toArray()).toHaveLength(1);
      expect(await left()).toHaveLength(1);
    });

    test('deleteById returns false if the document goes meanwhile', async () => {
      const receiver = async () => {
        await world.db.collection('people').deleteOne({ _id: adaId });
      };
      await withReceiver(world.bus, { signal: preDelete, sender: Person, receiver }, async () => {
        expect(await people.deleteById(adaId)).toBe(false);
      });
    });
  });

  describe('of a class with @DeletedAt()', () => {
    const storedNote = () => world.db.collection('notes').findOne({});

    test.each<[string, (note: Note) => Promise<boolean>]>([
      ['deleteOne', (note) => notes.deleteOne({ text: note.text })],
      ['deleteById', (note) => notes.deleteById(note.id)],
    ])('%s keeps the document, raises its version, and does not find it again', async (_, call) => {
      const note = await notes.create({ text: 'a' });
      expect(await call(note)).toBe(true);
      expect(await storedNote()).toMatchObject({ deletedAt: expect.any(Date), version: 2 });
      expect(await call(note)).toBe(false);
      expect(await storedNote()).toMatchObject({ version: 2 });
    });

    test.each<[string, (note: Note, options: object) => Promise<boolean>]>([
      ['deleteOne', (note, options) => notes.deleteOne({ text: note.text }, options)],
      ['deleteById', (note, options) => notes.deleteById(note.id, options)],
    ])('%s removes a deleted one with permanent and withDeleted only', async (_, call) => {
      const note = await notes.create({ text: 'a' });
      await notes.delete(note);
      expect(await call(note, { withDeleted: true })).toBe(false);
      expect(await call(note, { permanent: true })).toBe(false);
      expect(await call(note, { permanent: true, withDeleted: true })).toBe(true);
      expect(await storedNote()).toBeNull();
    });
  });

  test('deleteOne takes the empty filter with allowAll only', async () => {
    expect((await errorOf(() => people.deleteOne({}))).code).toBe('EMPTY_FILTER');
    expect(await people.deleteOne({}, { allowAll: true })).toBe(true);
    expect(await left()).toHaveLength(1);
  });
});

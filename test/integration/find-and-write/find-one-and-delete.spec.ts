import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DecodeError,
  DeletedAt,
  Document,
  DocumentDeletedError,
  EmptyFilterError,
  Field,
  Id,
  lt,
  postWrite,
  preDelete,
} from 'nestjs-documents';
import type { DocumentRepository, Signal } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher } from '../../support/world/integration-people.js';

@Document({ collection: 'notes' })
class Note {
  @Id() id!: ObjectId;
  @Field() text!: string;
  @DeletedAt() deletedAt?: Date;
}

describe('findOneAndDelete', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let notes: DocumentRepository<Note>;
  let undo: (() => void)[];
  const collection = () => world.db.collection('people');
  const connect = (signal: Signal<any, any>, receiver: (payload: any) => unknown): void => {
    undo.push(world.bus.connect(signal, undefined, receiver));
  };
  const ada = {
    _id: new ObjectId('64a000000000000000000001'),
    name: 'Ada',
    age: 30,
    e_mail: 'a@x',
    tags: [],
  };
  const bob = { _id: new ObjectId('64a000000000000000000002'), name: 'Bob', age: 20, tags: ['x'] };
  const names = async () => (await collection().find().toArray()).map(({ name }) => name as unknown);

  beforeAll(async () => {
    world = await openApp([Person, Teacher, Note]);
    people = world.repository(Person);
    notes = world.repository(Note);
  });
  beforeEach(async () => {
    await collection().deleteMany({});
    await world.db.collection('notes').deleteMany({});
    await collection().insertMany([ada, bob].map((each) => ({ ...each })));
    undo = [];
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  describe('without listeners of deletes', () => {
    test('returns the document as it was, by one command', async () => {
      const commands = await world.commandsOf(async () => {
        const document = await people.findOneAndDelete({ name: 'Ada' });
        expect(document).toBeInstanceOf(Person);
        expect(document).toMatchObject({ id: ada._id, name: 'Ada', age: 30, email: 'a@x' });
        expect(await errorOf(() => people.save(document!))).toBeInstanceOf(DocumentDeletedError);
      });
      expect(commands.map(({ name }) => name)).toEqual(['findAndModify']);
      expect(await names()).toEqual(['Bob']);
    });

    test('returns null if none matches', async () => {
      expect(await people.findOneAndDelete({ name: 'Eve' })).toBeNull();
    });

    test('deletes the first one of a sort, and returns the selected paths', async () => {
      const options = { sort: { age: 'asc' }, select: ['age'], allowAll: true } as const;
      const part = await people.findOneAndDelete({}, options);
      expect(part).toMatchObject({ id: bob._id, age: 20, name: undefined });
      expect(await names()).toEqual(['Ada']);
    });

    test('tells of the write with its id', async () => {
      const writes: any[] = [];
      connect(postWrite, (payload) => writes.push(...payload.writes));
      await people.findOneAndDelete({ name: 'Ada' });
      expect(writes).toEqual([{ kind: 'delete', sender: Person, count: 1, ids: [ada._id] }]);
    });

    test('a document that does not fit its class is gone, and the write is told', async () => {
      await collection().updateOne({ _id: ada._id }, { $set: { name: 5 } });
      const writes: any[] = [];
      connect(postWrite, (payload) => writes.push(...payload.writes));
      const error = await errorOf(() => people.findOneAndDelete({ id: ada._id }));
      expect(error).toBeInstanceOf(DecodeError);
      expect(writes).toEqual([{ kind: 'delete', sender: Person, count: 1 }]);
      expect(await names()).toEqual(['Bob']);
    });
  });

  describe('with listeners of deletes', () => {
    test('sends their signals with the whole document, and returns it', async () => {
      let heard: unknown;
      connect(preDelete, ({ document }) => (heard = document));
      using recorder = new SignalRecorder(world.bus);
      const commands = await world.commandsOf(async () => {
        const document = await people.findOneAndDelete({ name: 'Ada' });
        expect(document).toMatchObject({ id: ada._id, name: 'Ada', email: 'a@x' });
        expect(document).toBe(heard);
      });
      expect(commands.map(({ name }) => name)).toEqual(['find', 'delete']);
      expect(recorder.sent.map(({ name }) => name)).toEqual([
        'Person.preInit',
        'Person.postInit',
        'Person.postLoad',
        'Person.preDelete',
        'Person.postDelete',
        'Person.postWrite',
      ]);
    });

    test('the caller gets the selected paths only', async () => {
      let heard: any;
      connect(preDelete, ({ document }) => (heard = document));
      const part = await people.findOneAndDelete({ name: 'Ada' }, { select: ['age'] });
      expect(part).toMatchObject({ id: ada._id, age: 30, name: undefined, email: undefined });
      expect(part).not.toHaveProperty('tags.length');
      expect(heard).toMatchObject({ name: 'Ada', email: 'a@x' });
      expect(await errorOf(() => people.save(part!))).toBeInstanceOf(DocumentDeletedError);
    });

    test('deletes another one if the first ceases to match meanwhile', async () => {
      const heard: string[] = [];
      connect(preDelete, async ({ document }) => {
        heard.push(document.name);
        if (heard.length === 1) await collection().updateOne({ _id: bob._id }, { $set: { age: 99 } });
      });
      const document = await people.findOneAndDelete({ age: lt(50) }, { sort: { age: 'asc' } });
      expect(document?.name).toBe('Ada');
      expect(heard).toEqual(['Bob', 'Ada']);
      expect(await names()).toEqual(['Bob']);
    });

    test('a veto deletes nothing', async () => {
      const veto = new Error('no');
      connect(preDelete, () => {
        throw veto;
      });
      expect(await errorOf(() => people.findOneAndDelete({ name: 'Ada' }))).toBe(veto);
      expect(await names()).toEqual(['Ada', 'Bob']);
    });
  });

  test('a soft delete keeps the document, once', async () => {
    await notes.insertMany([{ text: 'a' }, { text: 'b' }]);
    expect(await notes.findOneAndDelete({ text: 'a' })).toMatchObject({ text: 'a' });
    expect(await notes.findOneAndDelete({ text: 'a' })).toBeNull();
    expect(await notes.findOneAndDelete({ text: 'a' }, { withDeleted: true })).toBeNull();
    expect(await world.db.collection('notes').countDocuments({})).toBe(2);
    await notes.findOneAndDelete({ text: 'a' }, { withDeleted: true, permanent: true });
    expect(await world.db.collection('notes').countDocuments({})).toBe(1);
  });

  test('an empty filter is refused', async () => {
    expect(await errorOf(() => people.findOneAndDelete({}))).toBeInstanceOf(EmptyFilterError);
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import {
  DecodeError,
  DuplicateKeyError,
  ReadOnlyDocumentError,
  ValidationError,
  inc,
  postInit,
  postUpdate,
  postWrite,
  preUpdate,
} from 'nestjs-documents';
import type { DocumentRepository, Signal } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Teacher, storedPerson } from '../../support/world/integration-people.js';

describe('findOneAndUpdate', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
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

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    people = world.repository(Person);
  });
  beforeEach(async () => {
    await collection().deleteMany({});
    await collection().insertMany([ada, bob].map((each) => ({ ...each })));
    undo = [];
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  describe('returns', () => {
    test('the document after the update, by one command', async () => {
      const commands = await world.commandsOf(async () => {
        const document = await people.findOneAndUpdate({ name: 'Ada' }, { age: inc(1), email: 'b@x' });
        expect(document).toBeInstanceOf(Person);
        expect(document).toMatchObject({ id: ada._id, name: 'Ada', age: 31, email: 'b@x', tags: [] });
      });
      expect(commands.map(({ name }) => name)).toEqual(['findAndModify']);
      expect(await collection().findOne({ _id: ada._id })).toMatchObject({ age: 31, e_mail: 'b@x' });
    });

    test('null if none matches', async () => {
      expect(await people.findOneAndUpdate({ name: 'Eve' }, { age: 1 })).toBeNull();
    });

    test('the first one of a sort', async () => {
      const document = await people.findOneAndUpdate({ age: 20 }, { age: 25 }, { sort: { age: 'asc' } });
      expect(document?.name).toBe('Bob');
      const last = await people.findOneAndUpdate({}, { age: 1 }, { sort: { age: 'desc' }, allowAll: true });
      expect(last?.name).toBe('Ada');
    });

    test('the document as it was, which is read-only', async () => {
      const document = await people.findOneAndUpdate({ name: 'Ada' }, { age: 40 }, { returns: 'before' });
      expect(document?.age).toBe(30);
      expect(await errorOf(() => people.save(document!))).toBeInstanceOf(ReadOnlyDocumentError);
      expect(await collection().findOne({ _id: ada._id })).toMatchObject({ age: 40 });
    });

    test('the selected paths', async () => {
      const commands = await world.commandsOf(async () => {
        const document = await people.findOneAndUpdate({ name: 'Ada' }, { age: 31 }, { select: ['email'] });
        expect(document).toMatchObject({ id: ada._id, email: 'a@x', name: undefined, age: undefined });
      });
      expect(commands[0]!.command['fields']).toEqual({ _id: 1, e_mail: 1, _type: 1 });
    });

    test('an instance of the subclass', async () => {
      await collection().insertOne(storedPerson({ name: 'Tim', _type: 'Teacher', subject: 'art' }));
      const document = await people.findOneAndUpdate({ name: 'Tim' }, { age: 1 });
      expect(document).toBeInstanceOf(Teacher);
    });
  });

  test('a document that it returns can be saved, by its differences', async () => {
    const document = (await people.findOneAndUpdate({ name: 'Ada' }, { age: 31 }))!;
    document.nickname = 'A';
    const [command] = await world.commandsOf(() => people.save(document));
    expect(command!.command['updates'][0].u).toEqual({ $set: { nickname: 'A' } });
  });

  test('a part that it returns can be saved, and leaves the others alone', async () => {
    const part = (await people.findOneAndUpdate({ name: 'Ada' }, { age: 31 }, { select: ['email'] }))!;
    part.email = 'c@x';
    await people.save(part);
    expect(await collection().findOne({ _id: ada._id })).toMatchObject({
      age: 31,
      e_mail: 'c@x',
      name: 'Ada',
    });
  });

  describe('signals', () => {
    test('come in order, and the last ones know the document', async () => {
      using recorder = new SignalRecorder(world.bus);
      const payloads: any[] = [];
      connect(postUpdate, (payload) => payloads.push(payload));
      const document = await people.findOneAndUpdate({ name: 'Ada' }, { age: 31 });
      expect(recorder.sent.map(({ name }) => name)).toEqual([
        'Person.preUpdate',
        'Person.preInit',
        'Person.postInit',
        'Person.postLoad',
        'Person.postUpdate',
        'Person.postWrite',
      ]);
      expect(payloads[0]).toMatchObject({ many: false, result: { matchedCount: 1, modifiedCount: 1 } });
      expect(payloads[0].document).toBe(document);
    });

    test('of a write name its id', async () => {
      const writes: any[] = [];
      connect(postWrite, (payload) => writes.push(...payload.writes));
      await people.findOneAndUpdate({ name: 'Ada' }, { age: 31 });
      expect(writes).toEqual([{ kind: 'update', sender: Person, count: 1, ids: [ada._id] }]);
    });

    test('before it change the update, or are a veto', async () => {
      connect(preUpdate, ({ update }) => update.set('nickname', 'N'));
      expect(await people.findOneAndUpdate({ name: 'Ada' }, { age: 31 })).toMatchObject({ nickname: 'N' });
      const veto = new Error('no');
      connect(preUpdate, () => {
        throw veto;
      });
      const commands = await world.commandsOf(async () => {
        expect(await errorOf(() => people.findOneAndUpdate({ name: 'Ada' }, { age: 32 }))).toBe(veto);
      });
      expect(commands).toEqual([]);
    });

    test('come without a document that does not fit its class, whose update stands', async () => {
      await collection().updateOne({ _id: ada._id }, { $set: { name: 5 } });
      const payloads: any[] = [];
      connect(postUpdate, (payload) => payloads.push(payload));
      connect(postWrite, (payload) => payloads.push(payload));
      const error = await errorOf(() => people.findOneAndUpdate({ id: ada._id }, { age: 31 }));
      expect(error).toBeInstanceOf(DecodeError);
      expect(payloads.map(({ signal, document }) => [signal, document])).toEqual([
        ['postUpdate', undefined],
        ['postWrite', undefined],
      ]);
      expect(await collection().findOne({ _id: ada._id })).toMatchObject({ age: 31 });
    });

    test('are all sent if a receiver of loading fails', async () => {
      connect(postInit, () => {
        throw new Error('no');
      });
      const sent: string[] = [];
      connect(postUpdate, ({ signal }) => sent.push(signal));
      expect(await errorOf(() => people.findOneAndUpdate({ name: 'Ada' }, { age: 31 }))).toMatchObject({
        code: 'POST_SIGNAL_FAILED',
      });
      expect(sent).toEqual(['postUpdate']);
    });
  });

  describe('refuses before anything is sent', () => {
    test.each([
      ['an unknown order', { returns: 'later' }, 'INVALID_OPTIONS'],
      ['a selection that is no list', { select: 'name' }, 'INVALID_OPTIONS'],
      ['an unknown path in a selection', { select: ['nme'] }, 'UNKNOWN_PATH'],
      ['a sort that is no object', { sort: 'name' }, 'INVALID_QUERY'],
    ])('%s', async (_, options, code) => {
      const commands = await world.commandsOf(async () => {
        const call = () => people.findOneAndUpdate({ name: 'Ada' }, { age: 1 }, options as never);
        expect(await errorOf(call)).toMatchObject({ code });
      });
      expect(commands).toEqual([]);
    });

    test('an invalid update', async () => {
      const call = () => people.findOneAndUpdate({ name: 'Ada' }, { name: null } as never);
      expect(await errorOf(call)).toBeInstanceOf(ValidationError);
    });
  });

  test('a duplicate key is named by its paths', async () => {
    await world.db.collection('people').createIndex({ nickname: 1 }, { unique: true, sparse: true }, {});
    await people.updateById(bob._id, { nickname: 'B' });
    const error = await errorOf(() => people.findOneAndUpdate({ name: 'Ada' }, { nickname: 'B' }));
    expect(error).toBeInstanceOf(DuplicateKeyError);
    expect(error.keys).toEqual(['nickname']);
    await collection().dropIndex('nickname_1');
  });
});

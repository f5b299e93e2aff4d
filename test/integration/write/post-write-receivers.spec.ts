import { Injectable } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  BulkWriteError,
  OnPostWrite,
  PostSignalError,
  Transactions,
  postDelete,
  postLoad,
  postSave,
  postWrite,
  signalError,
  startsWith,
} from 'nestjs-documents';
import type {
  DocumentRepository,
  PostLoad,
  PostWrite,
  ReceiverOptions,
  Signal,
  SignalSender,
} from 'nestjs-documents';
import { muteSignals } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, Teacher } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';

const withTransactions = capabilities.transactions ? test : test.skip;

const refuse = (): never => {
  throw new Error('no');
};

const inShort = ({ writes }: PostWrite<object>): string =>
  writes.map(({ kind, count, sender }) => `${kind} ${count} ${sender.name}`).join(', ');

@Injectable()
class Cache {
  readonly told: string[] = [];

  @OnPostWrite([Room, Person], { phase: 'afterCommit' })
  clear(payload: PostWrite<Room | Person>): void {
    this.told.push(inShort(payload));
  }
}

describe('The receivers of postWrite', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let teachers: DocumentRepository<Teacher>;
  let rooms: DocumentRepository<Room>;
  /** The calls in order: `name: insert 1 Person`. */
  let told: string[];
  let undo: (() => void)[];

  const listen = (
    name: string,
    senders: readonly (SignalSender | undefined)[],
    options: ReceiverOptions<'post'> = {},
  ): void => {
    const receiver = (payload: PostWrite<object>): void => void told.push(`${name}: ${inShort(payload)}`);
    const subjects = senders.map((sender) => ({ signal: postWrite, sender }));
    undo.push(world.bus.connectEach(subjects, receiver, options));
  };
  const connect = (signal: Signal<any, any>, receiver: (payload: any) => unknown): void => {
    undo.push(world.bus.connect(signal, undefined, receiver));
  };
  const insertMixed = () => people.insertMany([{ name: 'Ada' }, teachers.build({ name: 'Bob' })]);

  beforeAll(async () => {
    world = await openApp([Person, Teacher, Room], [Cache]);
    people = world.repository(Person);
    teachers = world.repository(Teacher);
    rooms = world.repository(Room);
    for (const name of ['people', 'rooms']) await world.db.createCollection(name);
  });
  beforeEach(async () => {
    for (const name of ['people', 'rooms']) await world.db.collection(name).deleteMany({});
    [told, undo] = [[], []];
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  describe('by class', () => {
    test('get the writes of it and of subclasses', async () => {
      listen('person', [Person]);
      listen('teacher', [Teacher]);
      listen('room', [Room]);
      listen('every', [undefined]);
      listen('exact', [Person], { exact: true });
      await insertMixed();
      expect(told).toEqual([
        'person: insert 1 Person, insert 1 Teacher',
        'teacher: insert 1 Teacher',
        'every: insert 1 Person, insert 1 Teacher',
        'exact: insert 1 Person',
      ]);
    });

    test('get a write by a filter of a base class once', async () => {
      await insertMixed();
      listen('teacher', [Teacher]);
      listen('both', [Person, Teacher]);
      listen('exact', [Person], { exact: true });
      listen('room', [Room]);
      const commands = await world.commandsOf(() => people.deleteMany({ name: startsWith('') }));
      expect(commands.map(({ name }) => name)).toEqual(['delete']);
      expect(told).toEqual(['teacher: delete 2 Person', 'both: delete 2 Person', 'exact: delete 2 Person']);
    });

    test('do not get one by a filter of a subclass for exactly the base class', async () => {
      await insertMixed();
      listen('exact', [Person], { exact: true });
      listen('person', [Person]);
      await teachers.deleteMany({}, { allowAll: true });
      expect(told).toEqual(['person: delete 1 Teacher']);
    });

    test('get one per class where deleteMany deletes one after another', async () => {
      await insertMixed();
      await insertMixed();
      listen('person', [Person]);
      connect(postDelete, () => undefined);
      await people.deleteMany({}, { allowAll: true });
      expect(told).toEqual(['person: delete 2 Person, delete 2 Teacher']);
    });

    withTransactions('are called once for several classes, in their order (needs transactions)', async () => {
      listen('last', [Person, Room], { phase: 'afterCommit', order: 1 });
      listen('first', [Room], { phase: 'afterCommit' });
      listen('once', [Person, Room], { phase: 'afterCommit', once: true });
      const work = async () => {
        await people.create({ name: 'Ada' });
        await rooms.create({ id: 'A1' });
        await rooms.deleteMany({ id: 'A1' });
      };
      await world.app.get(Transactions).run(work);
      await world.app.get(Transactions).run(() => rooms.create({ id: 'A1' }));
      expect(told).toEqual([
        'first: insert 1 Room, delete 1 Room',
        'once: insert 1 Person, insert 1 Room, delete 1 Room',
        'last: insert 1 Person, insert 1 Room, delete 1 Room',
        'first: insert 1 Room',
        'last: insert 1 Room',
      ]);
    });

    withTransactions('are methods that name several classes (needs transactions)', async () => {
      const cache = world.app.get(Cache);
      cache.told.length = 0;
      await world.app.get(Transactions).run(async () => {
        await insertMixed();
        await rooms.create({ id: 'A1' });
      });
      expect(cache.told).toEqual(['insert 1 Person, insert 1 Teacher, insert 1 Room']);
    });

    test('are muted by signal and by class', async () => {
      listen('every', [undefined]);
      const work = async () => {
        await people.create({ name: 'Ada' });
        await rooms.create({ id: 'A1' });
        await rooms.deleteMany({ id: 'A1' });
      };
      await muteSignals(world.bus, work, { signals: [postWrite] });
      await muteSignals(world.bus, work, { sender: Room });
      expect(told).toEqual(['every: insert 1 Person']);
    });
  });

  describe('when receivers fail', () => {
    test('are called all, and give the caller one error', async () => {
      connect(postWrite, refuse);
      listen('other', [undefined]);
      const error = await errorOf(() => rooms.create({ id: 'A1' }));
      expect(error).toBeInstanceOf(PostSignalError);
      expect([error.signal, error.failures.length, told]).toEqual(['postWrite', 1, ['other: insert 1 Room']]);
      expect(await rooms.count({ id: 'A1' })).toBe(1);
    });

    test('are called after a receiver of another signal has failed', async () => {
      connect(postSave, refuse);
      listen('other', [undefined]);
      const error = await errorOf(() => rooms.create({ id: 'A1' }));
      expect([error.signal, told]).toEqual(['postSave', ['other: insert 1 Room']]);
    });

    test('give one error together with those of another signal', async () => {
      undo.push(world.bus.connect(postSave, Room, refuse, { name: 'first' }));
      undo.push(world.bus.connect(postWrite, Room, refuse, { name: 'second' }));
      const error = await errorOf(() => rooms.create({ id: 'A1' }));
      expect(error).toBeInstanceOf(PostSignalError);
      expect(error.failures.map(({ receiver }: { receiver: string }) => receiver)).toEqual([
        'first',
        'second',
      ]);
      expect([error.signal, error.document.id]).toEqual(['postSave', 'A1']);
      expect(error.message).toContain('first, second failed on postSave and postWrite.');
    });

    test('do not hide the error of the write: theirs are reported', async () => {
      await rooms.create({ id: 'A2' });
      const reported: unknown[] = [];
      connect(signalError, ({ sender, failedSignal, error, failedPayload }) =>
        reported.push([sender, failedSignal, error.message, failedPayload.writes[0].ids]),
      );
      connect(postWrite, refuse);
      const error = await errorOf(() => rooms.insertMany([{ id: 'A1' }, { id: 'A2' }]));
      expect(error).toBeInstanceOf(BulkWriteError);
      expect(reported).toEqual([[Room, 'postWrite', 'no', ['A1']]]);
    });

    test('are called with what deleteMany has deleted before the error', async () => {
      await rooms.insertMany([{ id: 'A1' }, { id: 'A2' }, { id: 'A3' }]);
      listen('room', [Room]);
      connect(postDelete, ({ document }) => document.id === 'A2' && refuse());
      const error = await errorOf(() => rooms.deleteMany({}, { allowAll: true }));
      expect([error.signal, told]).toEqual(['postDelete', ['room: delete 2 Room']]);
    });
  });

  test('of postLoad for several classes are called once too', async () => {
    await insertMixed();
    const batches: string[][] = [];
    const receiver = ({ documents }: PostLoad<Person>): void =>
      void batches.push(documents.map(({ name }) => name));
    const subjects = [Person, Teacher].map((sender) => ({ signal: postLoad, sender }));
    undo.push(world.bus.connectEach(subjects, receiver, { exact: true }));
    await people.find().toArray();
    expect(batches).toEqual([['Ada', 'Bob']]);
  });
});

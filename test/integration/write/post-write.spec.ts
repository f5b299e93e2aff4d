import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { postDelete, postSave, postWrite, preDelete, preSave, preUpdate, startsWith } from 'nestjs-documents';
import type {
  DocumentRepository,
  DocumentWrite,
  PostWrite,
  ReceiverOptions,
  Signal,
  SignalSender,
} from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, Room, Teacher } from '../../support/world/integration-people.js';

const refuse = (): never => {
  throw new Error('no');
};

describe('postWrite', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  let teachers: DocumentRepository<Teacher>;
  let rooms: DocumentRepository<Room>;
  /** The writes of each call. */
  let told: (readonly DocumentWrite<object>[])[];
  let payloads: PostWrite<object>[];
  let undo: (() => void)[];

  const listen = (sender: SignalSender | undefined, options: ReceiverOptions<'post'> = {}): void => {
    const receiver = (payload: PostWrite<object>): void => {
      payloads.push(payload);
      told.push(payload.writes);
    };
    undo.push(world.bus.connect(postWrite, sender, receiver, options));
  };
  const connect = (signal: Signal<any, any>, receiver: (payload: any) => unknown): void => {
    undo.push(world.bus.connect(signal, undefined, receiver));
  };
  /** The writes of each call in short: `insert 1 Person`. */
  const short = (): string[] =>
    told.map((writes) =>
      writes.map(({ kind, count, sender }) => `${kind} ${count} ${sender.name}`).join(', '),
    );
  const teacher = (name: string): Teacher => teachers.build({ name });

  beforeAll(async () => {
    world = await openApp([Person, Teacher, Room]);
    people = world.repository(Person);
    teachers = world.repository(Teacher);
    rooms = world.repository(Room);
  });
  beforeEach(async () => {
    await world.db.collection('people').deleteMany({});
    await world.db.collection('rooms').deleteMany({});
    [told, payloads, undo] = [[], [], []];
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  describe('comes once for an operation', () => {
    test('with the id and the changes of a document that is created', async () => {
      listen(Person);
      const ada = await people.create({ name: 'Ada' });
      expect(told).toEqual([
        [{ kind: 'insert', sender: Person, count: 1, ids: [ada.id], changes: expect.anything() }],
      ]);
      expect(told[0]![0]!.changes!.paths).toEqual(['id', 'name', 'tags', 'status']);
      expect([payloads[0]!.sender, payloads[0]!.origin]).toEqual([Person, 'create']);
    });

    test('with the changes of a document that is saved', async () => {
      const ada = await people.create({ name: 'Ada' });
      listen(Person);
      ada.age = 7;
      await people.save(ada);
      expect(short()).toEqual(['update 1 Person']);
      expect(told[0]![0]!.ids).toEqual([ada.id]);
      expect(told[0]![0]!.changes!.paths).toEqual(['age']);
    });

    test('with all ids of documents that are inserted together', async () => {
      listen(Person);
      const documents = await people.insertMany([{ name: 'Ada' }, { name: 'Bob' }]);
      expect(told).toEqual([
        [{ kind: 'insert', sender: Person, count: 2, ids: documents.map(({ id }) => id) }],
      ]);
    });

    test('with one write for each class of documents that are inserted together', async () => {
      listen(Person);
      await people.insertMany([teacher('Ada'), people.build({ name: 'Bob' }), teacher('Cid')]);
      expect(short()).toEqual(['insert 2 Teacher, insert 1 Person']);
    });

    test('with the id of a document that is deleted', async () => {
      const room = await rooms.create({ id: 'A1' });
      listen(Room);
      await rooms.delete(room);
      expect(told).toEqual([[{ kind: 'delete', sender: Room, count: 1, ids: ['A1'] }]]);
    });

    test('with the id of a document that a receiver of preDelete has kept', async () => {
      const ada = await people.create({ name: 'Ada' });
      listen(Person);
      connect(preDelete, ({ instead }) => instead({ status: 'gone' }));
      await people.delete(ada);
      expect(told).toEqual([[{ kind: 'softDelete', sender: Person, count: 1, ids: [ada.id] }]]);
    });

    test('with all ids of documents that deleteMany deletes one after another', async () => {
      for (const id of ['A1', 'A2', 'B1']) await rooms.create({ id });
      listen(Room);
      connect(postDelete, () => undefined);
      await rooms.deleteMany({ id: startsWith('A') });
      expect(told).toEqual([[{ kind: 'delete', sender: Room, count: 2, ids: ['A1', 'A2'] }]]);
    });

    test('after its own signals, while it is under way', async () => {
      const log: string[] = [];
      connect(postWrite, async ({ writes }) => {
        log.push('postWrite');
        const [id] = writes[0].ids;
        log.push((await errorOf(async () => people.save(ada))).code);
        expect(id).toEqual(ada.id);
      });
      connect(postSave, () => log.push('postSave'));
      const ada = people.build({ name: 'Ada' });
      await people.save(ada);
      expect(log).toEqual(['postSave', 'postWrite', 'RECURSIVE_SIGNAL']);
    });

    test('and once for an operation that a receiver calls', async () => {
      listen(undefined);
      connect(postSave, async ({ document }) => {
        if (document instanceof Person) await rooms.create({ id: document.name });
      });
      await people.create({ name: 'Ada' });
      expect(short()).toEqual(['insert 1 Room', 'insert 1 Person']);
    });
  });

  describe('does not come', () => {
    test('of a save without changes', async () => {
      const ada = await people.create({ name: 'Ada' });
      listen(Person);
      await people.save(ada);
      expect(told).toEqual([]);
    });

    test('of a write that is vetoed or refused', async () => {
      await rooms.create({ id: 'A1' });
      listen(undefined);
      expect((await errorOf(() => rooms.create({ id: 'A1' }))).code).toBe('DUPLICATE_KEY');
      connect(preSave, refuse);
      await errorOf(() => people.create({ name: 'Ada' }));
      expect(told).toEqual([]);
    });

    test('of deletes that find nothing', async () => {
      const room = await rooms.create({ id: 'A1' });
      listen(undefined);
      await rooms.deleteMany({ id: 'A1' });
      await rooms.deleteMany({ id: 'A1' });
      await rooms.delete(room);
      await rooms.insertMany([]);
      expect(short()).toEqual(['delete 1 Room']);
    });
  });

  describe('of updates', () => {
    test('has the id that was given, as it is stored, or else the filter', async () => {
      const ada = await people.create({ name: 'Ada' });
      await people.create({ name: 'Bob' });
      listen(Person);
      await people.updateById(ada.id.toHexString(), { age: 7 });
      await people.updateOne({ name: 'Bob' }, { age: 7 });
      await people.updateMany({ age: 7 }, { age: 8 });
      expect(short()).toEqual(['update 1 Person', 'update 1 Person', 'update 2 Person']);
      expect(told.map(([write]) => [write!.ids, write!.filter])).toEqual([
        [[ada.id], undefined],
        [undefined, { name: 'Bob' }],
        [undefined, { age: 7 }],
      ]);
    });

    test('does not come where no document matches, or none is changed by it', async () => {
      await people.create({ name: 'Ada' });
      listen(Person);
      await people.updateMany({ name: 'Eve' }, { age: 7 });
      await people.updateMany({ name: 'Ada' }, { name: 'Ada' });
      expect(told).toEqual([]);
    });

    test('comes in the phase notApplied of a veto', async () => {
      const ada = await people.create({ name: 'Ada' });
      listen(Person, { phase: 'notApplied' });
      connect(preUpdate, refuse);
      await errorOf(() => people.updateById(ada.id, { age: 7 }));
      await errorOf(() => people.updateMany({ name: 'Ada' }, { age: 7 }));
      expect(short()).toEqual(['update 1 Person', 'update 0 Person']);
      expect(told.map(([write]) => write!.filter)).toEqual([undefined, { name: 'Ada' }]);
    });
  });

  describe('of a delete by a filter', () => {
    test('has the filter and the number of documents, which are not loaded', async () => {
      await rooms.insertMany([{ id: 'A1' }, { id: 'A2' }]);
      listen(Room);
      const filter: { id?: unknown; seats: null } = { id: startsWith('A'), seats: null };
      const commands = await world.commandsOf(() => {
        const deleting = rooms.deleteMany(filter as object);
        filter.id = undefined;
        return deleting;
      });
      expect(commands.map(({ name }) => name)).toEqual(['delete']);
      expect(told).toEqual([[{ kind: 'delete', sender: Room, count: 2 }]]);
      const [write] = told[0]!;
      expect(write!.filter).toEqual({ id: startsWith('A'), seats: null });
      expect([Object.isFrozen(write), Object.isFrozen(write!.filter)]).toEqual([true, true]);
      expect([inspect(payloads[0]), JSON.stringify(write)].join()).not.toContain('seats');
    });
  });
});

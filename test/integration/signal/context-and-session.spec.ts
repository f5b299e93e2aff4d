import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ClientSession } from 'mongodb';
import { preSave } from 'nestjs-documents';
import type { DocumentRepository, OperationOptions, PreSave } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Person, storedPerson } from '../../support/world/integration-people.js';
import { capabilities } from '../../support/server.js';

let world: IntegrationApp;
let people: DocumentRepository<Person>;
let ada: Person;
const loaded = async (values: Record<string, unknown> = {}) => {
  const person = storedPerson(values);
  await world.db.collection('people').insertOne(person);
  return people.getById(person._id);
};

/** Every method of a repository that takes options and sends signals or commands. */
const methods: [name: string, call: (options: OperationOptions) => unknown][] = [
  ['build', (options) => people.build({ name: 'Eve' }, options)],
  ['create', (options) => people.create({ name: 'Eve' }, options)],
  ['save of a new document', async (options) => people.create({ name: 'Eve' }, options)],
  ['save of a loaded document', (options) => people.save(Object.assign(ada, { age: 5 }), options)],
  ['insertMany', async (options) => people.insertMany([people.build({ name: 'Eve' })], options)],
  ['getById', (options) => people.getById(ada.id, options)],
  ['findById', (options) => people.findById(ada.id, options)],
  ['findOne', (options) => people.findOne({ id: ada.id }, options)],
  ['find().toArray', (options) => people.find({ id: ada.id }, options).toArray()],
  ['find().first', (options) => people.find({ id: ada.id }, options).sort({ name: 1 }).first()],
  [
    'for await of find',
    async (options) => {
      for await (const person of people.find({ id: ada.id }, options)) person.age = 1;
    },
  ],
  ['find().count', (options) => people.find({ id: ada.id }, options).skip(0).count()],
  ['exists', (options) => people.exists({ id: ada.id }, options)],
  ['count', (options) => people.count({ id: ada.id }, options)],
  ['reload', (options) => people.reload(ada, options)],
  ['delete', (options) => people.delete(ada, options)],
  ['deleteMany', (options) => people.deleteMany({ id: ada.id }, options)],
];
const silent = ['find().count', 'exists', 'count'];
const withSignals = methods.filter(([name]) => !silent.includes(name));
const withCommands = methods.filter(([name]) => name !== 'build');

beforeAll(async () => {
  world = await openApp([Person]);
  people = world.repository(Person);
});
beforeEach(async () => {
  ada = await loaded();
});
afterAll(() => world.close());

describe('The option context', () => {
  test.each(withSignals)('of %s is handed to every receiver, frozen', async (_, call) => {
    using recorder = new SignalRecorder(world.bus);
    await call({ context: { reason: 'typo' } });
    const own = recorder.sent.filter(({ payload }) => payload.context['reason'] === 'typo');
    expect(own.length).toBeGreaterThan(0);
    expect(own.every(({ payload }) => Object.isFrozen(payload.context))).toBe(true);
  });

  test.each(withSignals)('of %s is {} where none is passed', async (_, call) => {
    using recorder = new SignalRecorder(world.bus);
    await call({});
    expect(recorder.sent.map(({ payload }) => payload.context)).toEqual(recorder.sent.map(() => ({})));
  });

  test('is one object for all signals of one save', async () => {
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada, { context: { reason: 'typo' } });
    expect(new Set(recorder.sent.map(({ payload }) => payload.context)).size).toBe(1);
  });

  test('is a copy: the object of the caller is not frozen', async () => {
    const context = { reason: 'typo' };
    using _recorder = new SignalRecorder(world.bus);
    await people.save(ada, { context });
    expect(Object.isFrozen(context)).toBe(false);
  });

  test('is that very object if it is frozen already', async () => {
    const context = Object.freeze({ reason: 'typo' });
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada, { context });
    expect(recorder.sent[0]?.payload.context).toBe(context);
  });
});

describe('The option session', () => {
  let session: ClientSession;
  beforeEach(() => {
    session = world.connection.client.startSession();
  });
  const end = () => session.endSession();
  const isOurs = (command: { lsid?: { id: { toString(encoding: string): string } } }) =>
    command.lsid?.id.toString('hex') === session.id?.id.toString('hex');

  test.each(withCommands)('of %s goes with its commands', async (_, call) => {
    const sent = await world.commandsOf(() => call({ session }));
    await end();
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ command }) => isOurs(command))).toBe(true);
  });

  test.each(withSignals)('of %s is handed to every receiver', async (_, call) => {
    using recorder = new SignalRecorder(world.bus);
    await call({ session });
    await end();
    const last = recorder.sent.at(-1);
    expect(last?.payload.session).toBe(session);
  });

  test('is undefined in payloads where none is passed', async () => {
    using recorder = new SignalRecorder(world.bus);
    await people.save(ada);
    await end();
    expect(recorder.sent.map(({ payload }) => payload.session)).toEqual([undefined, undefined, undefined]);
  });

  test('of deleteMany goes with every delete when somebody listens', async () => {
    using _recorder = new SignalRecorder(world.bus);
    const sent = await world.commandsOf(() => people.deleteMany({ id: ada.id }, { session }));
    await end();
    expect(sent.map(({ name, command }) => [name, isOurs(command)])).toEqual([
      ['find', true],
      ['delete', true],
    ]);
  });
});

const withTransactions = capabilities.transactions ? describe : describe.skip;
withTransactions('A session in a transaction (needs a server with transactions)', () => {
  const names = async () => {
    const stored = await world.db.collection('people').find({ nickname: 'tx' }).sort({ name: 1 }).toArray();
    return stored.map((each) => each['name'] as string);
  };
  const transaction = (work: (session: ClientSession) => Promise<void>) =>
    world.connection.client.withSession((session) => session.withTransaction(() => work(session)));
  beforeEach(() => world.db.collection('people').deleteMany({ nickname: 'tx' }));

  test('holds every write: none is seen outside before the commit, all after', async () => {
    const gone = await loaded({ name: 'Gone', nickname: 'tx' });
    const seenOutside: string[][] = [];
    await transaction(async (session) => {
      await people.create({ name: 'New', nickname: 'tx' }, { session });
      await people.insertMany([people.build({ name: 'Many', nickname: 'tx' })], { session });
      await people.save(Object.assign(await people.getById(ada.id, { session }), { nickname: 'tx' }), {
        session,
      });
      await people.delete(gone, { session });
      seenOutside.push(await names());
    });
    expect(seenOutside).toEqual([['Gone']]);
    expect(await names()).toEqual(['Ada', 'Many', 'New']);
  });

  test('lets reads see what was written in it', async () => {
    const seen: unknown[] = [];
    await transaction(async (session) => {
      const eve = await people.create({ name: 'Eve', nickname: 'tx' }, { session });
      seen.push(
        await people.count({ nickname: 'tx' }, { session }),
        await people.exists({ nickname: 'tx' }, { session }),
        (await people.findOne({ nickname: 'tx' }, { session }))?.name,
        (await people.find({ nickname: 'tx' }, { session }).toArray()).length,
        (await people.reload(eve, { session })).name,
        await people.findById(eve.id),
      );
    });
    expect(seen).toEqual([1, true, 'Eve', 1, 'Eve', null]);
  });

  test('leaves nothing when it is aborted', async () => {
    const abort = new Error('abort');
    const failed = transaction(async (session) => {
      await people.create({ name: 'Eve', nickname: 'tx' }, { session });
      await people.deleteMany({ id: ada.id }, { session });
      throw abort;
    });
    await expect(failed).rejects.toBe(abort);
    expect(await names()).toEqual([]);
    expect(await world.db.collection('people').countDocuments({ _id: ada.id })).toBe(1);
  });

  test('holds what a receiver writes with the session of the payload', async () => {
    const receiver = async ({ session, document }: PreSave<Person>) => {
      if (document.name === 'Log') return;
      const log = people.build({ name: 'Log', nickname: 'tx' });
      await people.save(log, session ? { session } : {});
    };
    const failed = withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, () =>
      transaction(async (session) => {
        await people.create({ name: 'Eve', nickname: 'tx' }, { session });
        expect(await people.count({ nickname: 'tx' }, { session })).toBe(2);
        throw new Error('abort');
      }),
    );
    await expect(failed).rejects.toThrow('abort');
    expect(await names()).toEqual([]);
  });
});

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AsynchronousReceiverError,
  DocumentNotStoredError,
  InvalidReceiverError,
  PostSignalError,
  ValidationError,
  postInit,
  preInit,
  preSave,
} from 'nestjs-documents';
import type { DocumentRepository, Signal } from 'nestjs-documents';
import { SignalRecorder, withReceiver } from 'nestjs-documents/testing';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Address, Person, Teacher } from '../../support/world/integration-people.js';

describe('DocumentRepository.build', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test('sends no command', async () => {
    expect(await world.commandsOf(() => people.build({ name: 'Ada' }))).toEqual([]);
  });

  test('makes an instance of the class', async () => {
    expect(people.build({ name: 'Ada' })).toBeInstanceOf(Person);
  });

  test('makes an instance of the class of its repository, fields of the base class included', async () => {
    const tom = world.repository(Teacher).build({ name: 'Tom', subject: 'Latin' });
    expect(tom).toBeInstanceOf(Teacher);
    expect(tom).toMatchObject({ name: 'Tom', subject: 'Latin' });
  });

  test('gives the values', async () => {
    expect(people.build({ name: 'Ada', age: 36, tags: ['a'] })).toMatchObject({
      name: 'Ada',
      age: 36,
      tags: ['a'],
    });
  });

  test('keeps the initialisers of the class where there is no value', async () => {
    expect(people.build({ name: 'Ada' }).tags).toEqual([]);
  });

  test('gives defaults where there is no value', async () => {
    expect(people.build({ name: 'Ada' }).status).toBe('new');
  });

  test('gives defaults for a value that is undefined', async () => {
    expect(people.build({ name: 'Ada', status: undefined }).status).toBe('new');
  });

  test('keeps null where there is a default', async () => {
    expect(people.build({ name: 'Ada', status: null as never }).status).toBeNull();
  });

  test('keeps an empty string where there is a default', async () => {
    expect(people.build({ name: 'Ada', status: '' }).status).toBe('');
  });

  test('gives no id', async () => {
    expect(people.build({ name: 'Ada' }).id).toBeUndefined();
  });

  test('makes instances of the values of embedded documents', async () => {
    const ada = people.build({
      name: 'Ada',
      address: { street: 'Main' },
      others: [{ street: 'Side' }],
    });
    expect(ada.address).toBeInstanceOf(Address);
    expect(ada.others?.[0]).toBeInstanceOf(Address);
  });

  test('takes instances of embedded documents as they are', async () => {
    const address = new Address();
    expect(people.build({ name: 'Ada', address }).address).toBe(address);
  });

  test('does not validate the values', async () => {
    expect(people.build({ age: 'old' as never }).age).toBe('old');
  });

  test('makes a document that is new', async () => {
    const ada = people.build({ name: 'Ada' });
    expect(await errorOf(() => people.delete(ada))).toBeInstanceOf(DocumentNotStoredError);
  });

  test('makes an empty document without values', async () => {
    expect(people.build().name).toBeUndefined();
  });

  test('gives what a preInit receiver makes of the values', async () => {
    const receiver = ({ values }: { values: { name?: string } }): void => void (values.name = 'Eve');
    const eve = await withReceiver(world.bus, { signal: preInit, sender: Person, receiver }, () =>
      people.build({ name: 'Ada' }),
    );
    expect(eve.name).toBe('Eve');
  });

  describe('when the values name something that is no field', () => {
    test.each([
      ['of the document', { name: 'Ada', isAdmin: true }, 'isAdmin'],
      ['of an embedded document', { address: { street: 'Main', zip: 1 } }, 'address.zip'],
      ['of an element of an array', { others: [{ street: 'Main' }, { zip: 1 }] }, 'others.1.zip'],
      ['because it is the stored key', { e_mail: 'a@b.c' }, 'e_mail'],
      ['because it is a field of a subclass', { subject: 'Latin' }, 'subject'],
    ])('refuses one %s', async (_, values, path) => {
      const error = await errorOf(() => people.build(values as never));
      expect(error).toBeInstanceOf(ValidationError);
      expect(error.issues).toMatchObject([{ path, code: 'unknown_field' }]);
    });

    test('refuses what a preInit receiver adds', async () => {
      const receiver = ({ values }: { values: object }): void =>
        void Object.assign(values, { isAdmin: true });
      const error = await errorOf(() =>
        withReceiver(world.bus, { signal: preInit, sender: Person, receiver }, () => people.build({})),
      );
      expect(error.issues).toMatchObject([{ path: 'isAdmin', code: 'unknown_field' }]);
    });
  });

  describe('and receivers that are asynchronous', () => {
    const build = () => people.build({ name: 'Ada' });

    test.each<[Signal]>([[preInit], [postInit]])(
      'are refused where they are connected, as async functions',
      (signal) => {
        expect(() => world.bus.connect(signal, Person, async () => {})).toThrow(InvalidReceiverError);
      },
    );

    test('fail preInit when they return a promise', async () => {
      const receiver = () => Promise.resolve() as never;
      const connected = { signal: preInit, sender: Person, receiver, name: 'Late.receiver' };
      const error = await errorOf(() => withReceiver(world.bus, connected, build));
      expect(error).toBeInstanceOf(AsynchronousReceiverError);
      expect(error).toMatchObject({ receiver: 'Late.receiver', signal: 'preInit' });
    });

    test('fail postInit when they return a promise, which may be rejected', async () => {
      const receiver = () => Promise.reject(new Error('no key')) as never;
      const connected = { signal: postInit, sender: Person, receiver };
      const error: PostSignalError = await errorOf(() => withReceiver(world.bus, connected, build));
      expect(error).toBeInstanceOf(PostSignalError);
      expect(error.failures.map((failure) => failure.error)).toEqual([expect.any(AsynchronousReceiverError)]);
    });

    test('fail what is loaded as well', async () => {
      await world.db.collection('people').insertOne({ name: 'Loaded' });
      const connected = { signal: preInit, sender: Person, receiver: () => Promise.resolve() as never };
      const error = await errorOf(() =>
        withReceiver(world.bus, connected, () => people.find({ name: 'Loaded' }).toArray()),
      );
      expect(error).toBeInstanceOf(AsynchronousReceiverError);
    });
  });
});

describe('DocumentRepository.create', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;

  beforeAll(async () => {
    world = await openApp([Person, Teacher]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  test('inserts a document of the values with one command, and returns it', async () => {
    let ada: Person | undefined;
    const sent = await world.commandsOf(async () => {
      ada = await people.create({ name: 'Ada', address: { street: 'Main' } });
    });
    expect(sent.map(({ name }) => name)).toEqual(['insert']);
    expect(ada).toBeInstanceOf(Person);
    expect(await world.db.collection('people').findOne({ _id: ada!.id })).toEqual({
      _id: ada!.id,
      name: 'Ada',
      tags: [],
      address: { st: 'Main' },
      status: 'new',
    });
  });

  test('gives all its receivers one context, and itself as origin', async () => {
    using recorder = new SignalRecorder(world.bus);
    await people.create({ name: 'Ada' }, { context: { by: 'grace' } });
    recorder.assertSent([
      'Person.preInit',
      'Person.postInit',
      'Person.preSave',
      'Person.preSavePostValidation',
      'Person.postSave',
      'Person.postWrite',
    ]);
    const payloads = recorder.sent.map(({ payload }) => payload);
    expect(new Set(payloads.map(({ origin }) => origin))).toEqual(new Set(['create']));
    expect(new Set(payloads.map(({ context }) => context)).size).toBe(1);
    expect(payloads[0]?.context).toEqual({ by: 'grace' });
  });

  test('stores nothing if a receiver of preSave refuses it', async () => {
    const veto = new Error('no');
    const receiver = () => {
      throw veto;
    };
    const error = await errorOf(() =>
      withReceiver(world.bus, { signal: preSave, sender: Person, receiver }, () =>
        people.create({ name: 'Zoe' }),
      ),
    );
    expect(error).toBe(veto);
    expect(await people.exists({ name: 'Zoe' })).toBe(false);
  });

  test.each<[string, object, string]>([
    ['values that name no field', { name: 'Ada', isAdmin: true }, 'isAdmin'],
    ['a document that is not valid', {}, 'name'],
  ])('rejects %s, and sends nothing', async (_, values, path) => {
    let error: any;
    const sent = await world.commandsOf(async () => {
      error = await errorOf(() => people.create(values));
    });
    expect(error).toBeInstanceOf(ValidationError);
    expect(error.issues).toMatchObject([{ path }]);
    expect(sent).toEqual([]);
  });

  test('rejects, and does not throw, what is wrong', async () => {
    const creating = people.create({ isAdmin: true } as never);
    await expect(creating).rejects.toBeInstanceOf(ValidationError);
  });
});

import 'reflect-metadata';
import { AsyncLocalStorage, executionAsyncResource } from 'node:async_hooks';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Injectable } from '@nestjs/common';
import {
  OnCommit,
  OnPostDelete,
  OnPostSave,
  OnPreSave,
  OnSignalError,
  postSave,
  preDelete,
  preSave,
} from 'nestjs-documents';
import type { PostDelete, PostSave, PreSave } from 'nestjs-documents';
import { newGate } from '../../support/gate.js';
import { errorOf } from '../../support/world/integration-app.js';
import { capabilities } from '../../support/server.js';
import { Note, openShutdownWorld } from '../../support/world/shutdown-world.js';
import type { ShutdownWorld } from '../../support/world/shutdown-world.js';

const inTransactions = capabilities.transactions ? test : test.skip;

const heard: string[] = [];

@Injectable()
class NoteListener {
  @OnPreSave(Note) veto({ document }: PreSave<Note>) {
    if (document.text === 'bad') throw new Error('vetoed');
  }
  @OnPostSave(Note) saved({ document }: PostSave<Note>) {
    heard.push(`saved ${document.text}`);
  }
  @OnPostSave(Note, { phase: 'afterCommit' }) committed({ document }: PostSave<Note>) {
    heard.push(`committed ${document.text}`);
  }
  @OnPostDelete(Note) deleted({ document }: PostDelete<Note>) {
    heard.push(`deleted ${document.text}`);
  }
}

describe('An application that ends', () => {
  let world: ShutdownWorld;

  beforeEach(async () => {
    world = await openShutdownWorld({}, [NoteListener]);
    heard.length = 0;
  });
  afterEach(async () => {
    await world.app.close();
    await (await openShutdownWorld({ database: world.db.databaseName })).close();
  });

  /** A save whose listener waits for the gate, so that something is under way. */
  const holdOpen = async () => {
    const [begun, gate] = [newGate(), newGate()];
    world.bus.connect(preSave, Note, async ({ document }) => {
      if (document.text !== 'held') return;
      begun.open();
      await gate.opened;
    });
    const saving = world.saveNote('held');
    await begun.opened;
    return { saving, open: gate.open };
  };

  test('lets a save that is under way finish, with its listeners', async () => {
    const { saving, open } = await holdOpen();
    const { ended } = await world.beginEnd();
    open();
    await saving;
    await ended;
    expect(heard).toEqual(['saved held', 'committed held']);
    expect(await world.storedTexts()).toEqual(['held']);
  });

  test.each<[string, (world: ShutdownWorld, note: Note) => Promise<unknown>]>([
    ['save', ({ notes }, note) => notes.save(Object.assign(note, { text: 'bad' }))],
    ['delete', ({ notes }, note) => notes.delete(note)],
    ['delete, permanent', ({ notes }, note) => notes.delete(note, { permanent: true })],
    ['deleteMany', ({ notes }) => notes.deleteMany({}, { allowAll: true })],
    ['insertMany', ({ notes }) => notes.insertMany([Object.assign(new Note(), { text: 'bad' })])],
    ['create', ({ notes }) => notes.create({ text: 'bad' })],
    ['build', async ({ notes }) => notes.build({ text: 'bad' })],
    ['reload', ({ notes }, note) => notes.reload(note)],
    ['getById', ({ notes }, note) => notes.getById(note.id)],
    ['findOne', ({ notes }) => notes.findOne({})],
    ['toArray', ({ notes }) => notes.find({}).toArray()],
    ['a loop', ({ notes }) => notes.find({})[Symbol.asyncIterator]().next()],
    ['count', ({ notes }) => notes.count({})],
    ['exists', ({ notes }) => notes.exists({})],
    ['a transaction', ({ transactions }) => transactions.run(() => undefined)],
  ])('refuses %s meanwhile, and after its end', async (_method, call) => {
    const note = await world.saveNote('kept');
    heard.length = 0;
    const { saving, open } = await holdOpen();
    const { ended } = await world.beginEnd();
    const errors = [await errorOf(() => call(world, note))];
    open();
    await saving;
    await ended;
    errors.push(await errorOf(() => call(world, note)));
    expect(errors.map(({ code, outcome }) => [code, outcome])).toEqual([
      ['SHUTTING_DOWN', 'notApplied'],
      ['SHUTTING_DOWN', 'notApplied'],
    ]);
    expect(heard).toEqual(['saved held', 'committed held']);
    expect(await world.storedTexts()).toEqual(['held', 'kept']);
  });

  test('lets listeners of what is under way write, also after the commit', async () => {
    world.bus.connect(preSave, Note, async ({ document }) => {
      if (document.text === 'held') await world.saveNote('by preSave');
    });
    const options = { phase: 'afterCommit' } as const;
    const receiver = async ({ document }: { document: Note }) => {
      if (document.text === 'held') await world.saveNote('by afterCommit');
    };
    world.bus.connect(postSave, Note, receiver, options);
    const { saving, open } = await holdOpen();
    const { ended } = await world.beginEnd();
    open();
    await saving;
    await ended;
    expect(await world.storedTexts()).toEqual(['by afterCommit', 'by preSave', 'held']);
  });

  // Node 20 puts them on each promise, under a symbol for each storage; later versions of Node cost nothing.
  test('leaves no storage behind that would be handed on to all promises of the process', async () => {
    // Itself in one, without which Node hands on nothing.
    const own = new AsyncLocalStorage<true>();
    const storages = (): Promise<number> =>
      own.run(true, async () => {
        await Promise.resolve();
        return Object.getOwnPropertySymbols(executionAsyncResource()).length;
      });
    const before = await storages();
    const other = await openShutdownWorld({}, [NoteListener]);
    await other.transactions.run(() => other.saveNote('kept'));
    await other.close();
    expect(await storages()).toBe(before);
  });

  test('lets a loop over documents go on', async () => {
    for (const text of ['a', 'b', 'c']) await world.saveNote(text);
    const seen: string[] = [];
    let ended: Promise<void> | undefined;
    for await (const { text } of world.notes.find({}).sort({ text: 1 })) {
      seen.push(text);
      ended ??= (await world.beginEnd()).ended;
    }
    await ended;
    expect(seen).toEqual(['a', 'b', 'c']);
  });

  test('lets deleteMany go on, with the listeners of each document', async () => {
    for (const text of ['a', 'b']) await world.saveNote(text);
    heard.length = 0;
    const [begun, gate] = [newGate(), newGate()];
    world.bus.connect(preDelete, Note, async () => {
      begun.open();
      await gate.opened;
    });
    const deleting = world.notes.deleteMany({}, { allowAll: true });
    await begun.opened;
    const { ended } = await world.beginEnd();
    gate.open();
    expect(await deleting).toBe(2);
    await ended;
    expect(heard).toEqual(['deleted a', 'deleted b']);
    expect(await world.storedTexts()).toEqual(['(a)', '(b)']);
  });

  inTransactions('lets the work of a transaction go on, and commits it (needs transactions)', async () => {
    // A collection that a transaction makes is locked for others.
    await world.saveNote('before');
    heard.length = 0;
    const [begun, gate] = [newGate(), newGate()];
    const running = world.transactions.run(async () => {
      const first = await world.saveNote('first');
      begun.open();
      await gate.opened;
      await world.saveNote('second');
      await world.transactions.run(() => world.saveNote('joined'));
      await world.transactions.run(() => world.saveNote('new'), { propagation: 'requiresNew' });
      await world.notes.delete(first);
      return world.notes.count({});
    });
    await begun.opened;
    const { ended } = await world.beginEnd();
    gate.open();
    expect(await running).toBe(3);
    await ended;
    expect(await world.storedTexts()).toEqual(['before', '(first)', 'joined', 'new', 'second']);
    expect(heard.filter((each) => each.startsWith('committed'))).toEqual([
      'committed new',
      'committed first',
      'committed second',
      'committed joined',
    ]);
  });

  inTransactions('vetoes what a transaction that goes on may not write (needs transactions)', async () => {
    const [begun, gate] = [newGate(), newGate()];
    const running = errorOf(() =>
      world.transactions.run(async () => {
        await world.saveNote('first');
        begun.open();
        await gate.opened;
        await world.saveNote('bad');
      }),
    );
    await begun.opened;
    const { ended } = await world.beginEnd();
    gate.open();
    expect((await running).message).toBe('vetoed');
    await ended;
    expect(await world.storedTexts()).toEqual([]);
  });
});

describe('What tells of something at the end of an application', () => {
  @Injectable()
  class Telling {
    world!: ShutdownWorld;
    @OnPostSave(Note, { onError: 'log' }) fail({ document }: PostSave<Note>) {
      if (document.text === 'failing') throw new Error('no mail');
    }
    @OnSignalError(Note) async record() {
      await new Promise(setImmediate);
      await this.world.saveNote('by signalError');
    }
    @OnCommit() async count() {
      await new Promise(setImmediate);
      await this.world.saveNote('by postCommit');
    }
  }

  test('is a listener of signalError, which may write', async () => {
    const world = await openShutdownWorld({}, [Telling]);
    world.app.get(Telling).world = world;
    await world.saveNote('failing');
    await (
      await world.beginEnd()
    ).ended;
    expect(await world.storedTexts()).toEqual(['by signalError', 'failing']);
    await (await openShutdownWorld({ database: world.db.databaseName })).close();
  });

  inTransactions('is a listener of postCommit, which may write (needs transactions)', async () => {
    const world = await openShutdownWorld({}, [Telling]);
    world.app.get(Telling).world = world;
    const gate = newGate();
    const running = world.transactions.run(async () => {
      await gate.opened;
      await world.saveNote('in it');
    });
    const { ended } = await world.beginEnd();
    gate.open();
    await running;
    await ended;
    expect(await world.storedTexts()).toEqual(['by postCommit', 'in it']);
    await (await openShutdownWorld({ database: world.db.databaseName })).close();
  });
});

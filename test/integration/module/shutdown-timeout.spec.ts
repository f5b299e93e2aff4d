import 'reflect-metadata';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Module } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { DocumentsModule, postSave, preBulkInsert, preSave } from 'nestjs-documents';
import { newGate } from '../../support/gate.js';
import { errorOf } from '../../support/world/integration-app.js';
import { openLossyProxy } from '../../support/proxy/lossy-proxy.js';
import type { LossyProxy, Loss } from '../../support/proxy/lossy-proxy.js';
import { createTcpProxy } from '../../support/proxy/tcp-proxy.js';
import { databaseUri } from '../../support/server.js';
import { Note, openShutdownWorld } from '../../support/world/shutdown-world.js';
import type { ShutdownWorld } from '../../support/world/shutdown-world.js';

/** More than any of these takes, and less than any default. */
const soon = 5_000;

const timeOf = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

describe('An application whose shutdownTimeout is over', () => {
  let world: ShutdownWorld;
  beforeEach(async () => {
    world = await openShutdownWorld({ shutdownTimeout: 50 });
  });
  afterEach(async () => (await openShutdownWorld({ database: world.db.databaseName })).close());

  test('has ended, and sends nothing of a save whose listener comes back later', async () => {
    const [begun, gate] = [newGate(), newGate()];
    world.bus.connect(preSave, Note, async () => {
      begun.open();
      await gate.opened;
    });
    const told: string[] = [];
    world.bus.connect(postSave, Note, () => void told.push('saved'));
    const saving = errorOf(() => world.saveNote('late'));
    await begun.opened;
    await world.app.close();
    gate.open();
    expect(await saving).toMatchObject({
      code: 'SHUTTING_DOWN',
      outcome: 'notApplied',
      documentName: 'Note',
    });
    expect(told).toEqual([]);
    expect(await world.storedTexts()).toEqual([]);
  });

  test('sends nothing of a list whose listener comes back later', async () => {
    const [begun, gate] = [newGate(), newGate()];
    const notes = ['a', 'b'].map((text) => world.notes.build({ text }));
    world.bus.connect(preBulkInsert, Note, async () => {
      begun.open();
      await gate.opened;
    });
    const inserting = errorOf(() => world.notes.insertMany(notes));
    await begun.opened;
    await world.app.close();
    gate.open();
    expect(await inserting).toMatchObject({ code: 'SHUTTING_DOWN', outcome: 'notApplied' });
    expect(await world.storedTexts()).toEqual([]);
  });

  test('rolls back a transaction whose work comes back later', async () => {
    const [begun, gate] = [newGate(), newGate()];
    const running = errorOf(() =>
      world.transactions.run(async () => {
        await world.saveNote('in it');
        begun.open();
        await gate.opened;
      }),
    );
    await begun.opened;
    await world.app.close();
    gate.open();
    expect(await running).toMatchObject({ code: 'SHUTTING_DOWN', outcome: 'notApplied' });
    expect(await world.storedTexts()).toEqual([]);
  });

  test('ends an open loop with an error, and not as if there were no more', async () => {
    await world.notes.insertMany(
      Array.from({ length: 150 }, (_, index) => world.notes.build({ text: `${index}` })),
    );
    const loop = world.notes.find({})[Symbol.asyncIterator]();
    await loop.next();
    await world.app.close();
    expect(await errorOf(() => loop.next())).toMatchObject({ code: 'SHUTTING_DOWN' });
  });

  test('has waited for the connection that says the longest time', async () => {
    const [begun, gate] = [newGate(), newGate()];
    const other = DocumentsModule.forRoot({
      uri: databaseUri(),
      connection: 'other',
      shutdownTimeout: 60_000,
    });
    @Module({ imports: [other] })
    class Other {}
    await world.app.get(LazyModuleLoader).load(() => Other);
    world.bus.connect(preSave, Note, async () => {
      begun.open();
      await gate.opened;
    });
    const saving = world.saveNote('held');
    await begun.opened;
    const { ended } = await world.beginEnd();
    const first = await Promise.race([ended.then(() => 'ended'), timer(200)]);
    gate.open();
    await saving;
    await ended;
    expect(first).toBe('later');
    expect(await world.storedTexts()).toEqual(['held']);
  });
});

const timer = (time: number): Promise<string> => new Promise((resolve) => setTimeout(resolve, time, 'later'));

describe('A server that is silent', () => {
  let proxy: LossyProxy;
  let world: ShutdownWorld;
  const open = async () => {
    world = await openShutdownWorld({ uri: proxy.uri, shutdownTimeout: 300 });
  };
  beforeEach(async () => {
    proxy = await openLossyProxy();
    await open();
  });
  afterEach(async () => {
    await proxy.close();
    await (await openShutdownWorld({ database: world.db.databaseName })).close();
  });
  const silence = (command: Loss['command']) => {
    proxy.lose({ command, how: 'silence', times: 1_000 });
  };

  test.each<[string, string, () => Promise<unknown>, object]>([
    ['a save', 'insert', () => world.saveNote('sent'), { code: 'WRITE_OUTCOME_UNKNOWN', outcome: 'unknown' }],
    ['a read', 'find', () => world.notes.find({}).toArray(), { code: 'SERVER_UNAVAILABLE' }],
    [
      'a commit',
      'commitTransaction',
      () => world.transactions.run(() => world.saveNote('sent')),
      { code: 'COMMIT_OUTCOME_UNKNOWN', outcome: 'unknown' },
    ],
  ])('to %s holds the end for no longer than that time', async (_what, command, call, expected) => {
    silence(command);
    const calling = errorOf(call);
    await proxy.haveLost(1);
    expect(await timeOf(() => world.app.close())).toBeLessThan(soon);
    expect(await calling).toMatchObject(expected);
  });

  test.each(['endSessions', 'killCursors'])(
    'to %s of the client that closes holds it for no longer',
    async (command) => {
      await world.notes.insertMany(
        Array.from({ length: 150 }, (_, index) => world.notes.build({ text: `${index}` })),
      );
      await world.notes.find({})[Symbol.asyncIterator]().next();
      silence(command);
      expect(await timeOf(() => world.app.close())).toBeLessThan(soon);
    },
  );
});

describe('A connection that is being made', () => {
  test('by a module that is loaded lazily does not hold the end', async () => {
    const world = await openShutdownWorld();
    const { port } = await createTcpProxy({ host: '127.0.0.1', port: 1 });
    const uri = `mongodb://127.0.0.1:${port}/none?serverSelectionTimeoutMS=100`;
    @Module({ imports: [DocumentsModule.forRoot({ uri, connection: 'late', retry: { attempts: 1_000 } })] })
    class Late {}
    const loading = errorOf(() => world.app.get(LazyModuleLoader).load(() => Late));
    await new Promise(setImmediate);
    await world.db.dropDatabase();
    expect(await timeOf(() => world.app.close())).toBeLessThan(soon);
    expect(await loading).toMatchObject({ code: 'SHUTTING_DOWN' });
  });
});

describe('DocumentsModule.forRoot({ shutdownTimeout })', () => {
  test.each([-1, '10', Number.NaN])('does not take %O', async (shutdownTimeout) => {
    const error = await errorOf(() => openShutdownWorld({ shutdownTimeout: shutdownTimeout as number }));
    expect(error).toMatchObject({ code: 'CONNECTION_CONFIGURATION' });
  });
});

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { signals } from 'nestjs-documents';
import type { Signal, SignalPayload, DisconnectReceiver } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import type { MethodCase } from './method-case.js';
import { methodsThatDelete } from './methods-that-delete.js';
import { methodsThatRead } from './methods-that-read.js';
import { methodsThatFindAndWrite } from './methods-that-find-and-write.js';
import { methodsThatRestoreAndLease } from './methods-that-restore-and-lease.js';
import { methodsThatSaveTogether } from './methods-that-save-together.js';
import { methodsThatUpdate } from './methods-that-update.js';
import { methodsThatWrite } from './methods-that-write.js';
import { plain, readStored } from '../plain.js';
import { clear, startWorld, stopWorld } from '../world.js';
import type { World } from '../world.js';

const veto = new Error('veto');

let world: World;
let undo: DisconnectReceiver[];

beforeAll(async () => {
  world = await startWorld();
});

beforeEach(async () => {
  undo = [];
  await clear(world);
});

afterEach(() => {
  for (const each of undo) each();
});

afterAll(async () => {
  await stopWorld(world);
});

/** Each pre signal of each case, once. */
const vetoes = [
  ...methodsThatWrite,
  ...methodsThatDelete,
  ...methodsThatRestoreAndLease,
  ...methodsThatFindAndWrite,
  ...methodsThatUpdate,
  ...methodsThatSaveTogether,
  ...methodsThatRead,
].flatMap((row) =>
  [...new Set(row.signals)].flatMap((sent) => {
    if (row.signalsOfLoading?.includes(sent)) return [];
    const signal = signals.find(({ name, moment }) => moment === 'pre' && sent.endsWith(`.${name}`));
    const title = `${row.of}.${row.method} when ${row.when}`;
    return signal ? [{ ...row, title, signal, vetoed: sent }] : [];
  }),
);

/** Calls the method of a case while a receiver of one signal throws, and says what came of it. */
async function callVetoed(
  row: MethodCase,
  signal: Signal,
  subject: unknown,
): Promise<{ readonly thrown: unknown; readonly heardAfterwards: readonly string[] }> {
  const heardAfterwards: string[] = [];
  const throwVeto = world.bus.connect(signal, row.sender, () => {
    throw veto;
  });
  const later = signals.map((each) =>
    world.bus.connect(each, undefined, (payload) => {
      const { sender, signal: name } = payload as SignalPayload<string, object>;
      heardAfterwards.push(`${sender.name}.${name}`);
    }),
  );
  undo.push(throwVeto, ...later);
  world.commands.clear();
  const thrown: unknown = await Promise.resolve(row.call(world, subject, {})).then(
    () => undefined,
    (error: unknown) => error,
  );
  for (const each of [throwVeto, ...later]) each();
  return { thrown, heardAfterwards };
}

describe.each(vetoes)('$title and a receiver of $vetoed throws', ({ vetoed, signal, ...row }) => {
  test('gives the caller the very error', async () => {
    const { thrown } = await callVetoed(row, signal, await row.arrange(world));

    expect(thrown).toBe(veto);
  });

  test(`sends ${row.commandsBeforeSignals.join(', ') || 'no command'}`, async () => {
    await callVetoed(row, signal, await row.arrange(world));

    expect(world.commands.names).toEqual(row.commandsBeforeSignals);
  });

  test('calls no later receiver', async () => {
    const { heardAfterwards } = await callVetoed(row, signal, await row.arrange(world));

    expect(heardAfterwards).toEqual(row.signals.slice(0, row.signals.indexOf(vetoed)));
  });

  test('leaves what the caller has as it was', async () => {
    const subject: unknown = await row.arrange(world);
    const before = plain(subject);

    await callVetoed(row, signal, subject);

    expect(plain(subject)).toEqual(before);
  });

  test('leaves the database as it was', async () => {
    const subject: unknown = await row.arrange(world);
    const before = await readStored(world.db);

    await callVetoed(row, signal, subject);

    expect(await readStored(world.db)).toEqual(before);
  });

  describe('and the method is called again without that receiver', () => {
    async function callTwice(): Promise<SignalRecorder> {
      const subject: unknown = await row.arrange(world);
      await callVetoed(row, signal, subject);
      using recorder = new SignalRecorder(world.bus);
      await row.call(world, subject, {});
      return recorder;
    }

    test('it sends the signals of a first call', async () => {
      const recorder = await callTwice();

      expect(recorder.names).toEqual(row.signals);
    });

    test('it flags what is created as a first call does', async () => {
      const recorder = await callTwice();

      const created = recorder.sent.map(({ payload }) => (payload as { readonly created?: boolean }).created);
      expect(created).toEqual(row.created);
    });

    test('it leaves the documents of a first call in the database', async () => {
      await callTwice();

      expect(await readStored(world.db)).toEqual(row.stored);
    });
  });
});

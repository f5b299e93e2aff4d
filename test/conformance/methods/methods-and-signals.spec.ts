import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ClientSession } from 'mongodb';
import { DocumentRepository, QuerySet, signals } from 'nestjs-documents';
import type { OperationOptions, SignalSender, SignalPayload } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { documentedSignals } from './doc-comments.js';
import type { MethodCase } from './method-case.js';
import { methodsThatDelete } from './methods-that-delete.js';
import { methodsThatRead } from './methods-that-read.js';
import { methodsThatFindAndWrite } from './methods-that-find-and-write.js';
import { methodsThatRestoreAndLease } from './methods-that-restore-and-lease.js';
import { methodsThatSaveTogether } from './methods-that-save-together.js';
import { methodsThatUpdate } from './methods-that-update.js';
import { methodsThatWrite } from './methods-that-write.js';
import { publicMethods } from '../../support/public-methods.js';
import { readStored } from '../plain.js';
import { clear, startWorld, stopWorld } from '../world.js';
import type { World } from '../world.js';

type Sent = SignalPayload<string, object> & { readonly created?: boolean };

const methodCases = [
  ...methodsThatWrite,
  ...methodsThatDelete,
  ...methodsThatRestoreAndLease,
  ...methodsThatFindAndWrite,
  ...methodsThatUpdate,
  ...methodsThatSaveTogether,
  ...methodsThatRead,
].map((row) => ({
  ...row,
  title: `${row.of}.${row.method} when ${row.when}`,
}));

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(async () => {
  await stopWorld(world);
});

/** Calls the method of a case and gives back what it sent. */
async function call(row: MethodCase, options: OperationOptions = {}): Promise<SignalRecorder> {
  const subject: unknown = await row.arrange(world);
  world.commands.clear();
  using recorder = new SignalRecorder(world.bus);
  await row.call(world, subject, options);
  return recorder;
}

const payloads = (recorder: SignalRecorder): Sent[] => recorder.sent.map(({ payload }) => payload);

function tabled(owner: string): string[] {
  return [...new Set(methodCases.filter((row) => row.of === owner).map(({ method }) => method))];
}

describe('The table of methods', () => {
  test('has every public method of DocumentRepository', () => {
    expect(tabled('DocumentRepository').sort()).toEqual(publicMethods(DocumentRepository));
  });

  test('has every public method of QuerySet', () => {
    expect(tabled('QuerySet').sort()).toEqual(publicMethods(QuerySet));
  });
});

/** The commands and signals of a call, and the contents of the database afterwards. */
interface Called {
  readonly names: readonly string[];
  readonly payloads: readonly Sent[];
  readonly commands: readonly string[];
  /** The session of each command. */
  readonly sessions: readonly string[];
  readonly stored: unknown;
}

async function calling(row: MethodCase, options: OperationOptions = {}): Promise<Called> {
  await clear(world);
  const recorder = await call(row, options);
  return {
    names: recorder.names,
    payloads: payloads(recorder),
    commands: world.commands.names,
    sessions: world.commands.sent.map(({ lsid }) => lsid.id.toString('hex')),
    stored: await readStored(world.db),
  };
}

describe.each(methodCases)('$title', (row) => {
  /** Without options, and with all of them. */
  let plain: Called;
  let withOptions: Called;
  let session: ClientSession;

  beforeAll(async () => {
    session = world.client.startSession();
    plain = await calling(row);
    withOptions = await calling(row, { session, context: { reason: 'typo' } });
  });
  afterAll(() => session.endSession());

  test(`sends ${row.signals.join(', ') || 'no signals'}`, () => {
    expect(plain.names).toEqual(row.signals);
  });

  test(`sends ${row.commands.join(', ') || 'no command'}`, () => {
    expect(plain.commands).toEqual(row.commands);
  });

  test('leaves the documents in the database as they should be', () => {
    expect(plain.stored).toEqual(row.stored);
  });

  test('does the same with options', () => {
    const { names, commands, stored } = withOptions;

    expect({ names, commands, stored }).toEqual({
      names: row.signals,
      commands: row.commands,
      stored: row.stored,
    });
  });

  if (row.commands.length > 0) {
    test('sends its commands in the session of the caller', () => {
      expect(new Set(withOptions.sessions)).toEqual(new Set([session.id?.id.toString('hex')]));
    });
  }

  if (row.signals.length === 0) return;
  const each = <V>(value: V): V[] => row.signals.map(() => value);

  test('names the class of the document as sender', () => {
    const senders: SignalSender[] = plain.payloads.map(({ sender }) => sender);

    expect(senders).toEqual(each(row.sender));
  });

  test(`has ${String(row.origin)} as origin`, () => {
    expect(plain.payloads.map(({ origin }) => origin)).toEqual(each(row.origin));
  });

  test('names the connection', () => {
    expect(plain.payloads.map(({ connection }) => connection)).toEqual(each('default'));
  });

  test('flags what is created', () => {
    expect(plain.payloads.map(({ created }) => created)).toEqual(row.created);
  });

  test('has {} as context when the caller passes none', () => {
    expect(plain.payloads.map(({ context }) => context)).toEqual(each({}));
  });

  test('has the values that the caller passes as context', () => {
    expect(withOptions.payloads.map(({ context }) => context)).toEqual(each({ reason: 'typo' }));
  });

  test('has one frozen context in all signals', () => {
    const contexts = new Set(withOptions.payloads.map(({ context }) => context));

    expect([...contexts].map((context) => Object.isFrozen(context))).toEqual([true]);
  });

  test('freezes its payloads', () => {
    expect(plain.payloads.map((payload) => Object.isFrozen(payload))).toEqual(each(true));
  });

  test('has no session when the caller passes none', () => {
    expect(plain.payloads.map((payload) => payload.session)).toEqual(each(undefined));
  });

  test('has the session of the caller', () => {
    const sessions = new Set(withOptions.payloads.map((payload) => payload.session));

    expect([...sessions].map((one) => one === session)).toEqual([true]);
  });
});

const fileOf = (name: string): URL => new URL(`../../../lib/repository/${name}.ts`, import.meta.url);

describe('The doc comments of DocumentRepository', () => {
  const documented = new Map([
    ...documentedSignals(fileOf('document-repository'), 'DocumentRepository'),
    ...documentedSignals(fileOf('write/save-repository'), 'SaveRepository'),
    ...documentedSignals(fileOf('write/delete-repository'), 'DeleteRepository'),
    ...documentedSignals(fileOf('write/lease-repository'), 'LeaseRepository'),
    ...documentedSignals(fileOf('read-repository'), 'ReadRepository'),
  ]);

  /** The signals that calls really send, each once, in the order in which they are sent first. */
  async function recordedSignals(rows: readonly MethodCase[]): Promise<string[]> {
    const sent = new Set<string>();
    for (const row of rows) {
      await clear(world);
      for (const { signal } of payloads(await call(row))) sent.add(signal);
    }
    return [...sent];
  }

  test.each(publicMethods(DocumentRepository).filter((method) => method !== 'find'))(
    'say which signals %s sends',
    async (method) => {
      const rows = methodCases.filter((row) => row.of === 'DocumentRepository' && row.method === method);

      expect(documented.get(method)).toEqual(await recordedSignals(rows));
    },
  );

  test('say which signals reading a query set of find sends', async () => {
    const rows = methodCases.filter((row) => row.of === 'QuerySet');

    expect(documented.get('find')).toEqual(await recordedSignals(rows));
  });

  test('name every signal that there is', () => {
    const named = new Set([...documented.values()].flatMap((names) => names ?? []));

    expect([...named].sort()).toEqual(signals.map(({ name }) => name).sort());
  });
});

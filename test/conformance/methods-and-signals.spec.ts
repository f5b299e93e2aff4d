import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { DocumentRepository, QuerySet, signals } from 'nestjs-documents';
import type { OperationOptions, Sender, SignalPayload } from 'nestjs-documents';
import { SignalRecorder } from 'nestjs-documents/testing';
import { documentedSignals } from './doc-comments.js';
import type { MethodCase } from './method-case.js';
import { methodsThatRead } from './methods-that-read.js';
import { methodsThatWrite } from './methods-that-write.js';
import { readStored } from './plain.js';
import { clear, startWorld, stopWorld } from './world.js';
import type { World } from './world.js';

type Sent = SignalPayload<string, object> & { readonly created?: boolean };

const methodCases = [...methodsThatWrite, ...methodsThatRead].map((row) => ({
  ...row,
  title: `${row.of}.${row.method} when ${row.when}`,
}));

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

beforeEach(async () => {
  await clear(world);
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

function methodsOf(owner: { readonly prototype: object }): string[] {
  return Reflect.ownKeys(owner.prototype)
    .map((key) => (typeof key === 'symbol' ? `[${String(key.description)}]` : key))
    .filter((name) => name !== 'constructor');
}

function tabled(owner: string): string[] {
  return [...new Set(methodCases.filter((row) => row.of === owner).map(({ method }) => method))];
}

describe('The table of methods', () => {
  test('has every public method of DocumentRepository', () => {
    expect(tabled('DocumentRepository').sort()).toEqual(methodsOf(DocumentRepository).sort());
  });

  test('has every public method of QuerySet', () => {
    expect(tabled('QuerySet').sort()).toEqual(methodsOf(QuerySet).sort());
  });
});

describe.each(methodCases)('$title', (row) => {
  test(`sends ${row.signals.join(', ') || 'no signals'}`, async () => {
    const recorder = await call(row);

    expect(recorder.names).toEqual(row.signals);
  });

  test(`sends ${row.commands.join(', ') || 'no command'}`, async () => {
    await call(row);

    expect(world.commands.names).toEqual(row.commands);
  });

  test('leaves the documents in the database as they should be', async () => {
    await call(row);

    expect(await readStored(world.db)).toEqual(row.stored);
  });

  if (row.commands.length > 0) {
    test('sends its commands in the session of the caller', async () => {
      await using session = world.client.startSession();

      await call(row, { session });

      const ids = world.commands.sent.map(({ lsid }) => lsid.id.toString('hex'));
      expect(new Set(ids)).toEqual(new Set([session.id?.id.toString('hex')]));
    });
  }

  if (row.signals.length > 0) describePayloads(row);
});

function describePayloads(row: MethodCase): void {
  const each = <V>(value: V): V[] => row.signals.map(() => value);

  test('names the class of the document as sender', async () => {
    const senders: Sender[] = payloads(await call(row)).map(({ sender }) => sender);

    expect(senders).toEqual(each(row.sender));
  });

  test(`has ${String(row.origin)} as origin`, async () => {
    const origins = payloads(await call(row)).map(({ origin }) => origin);

    expect(origins).toEqual(each(row.origin));
  });

  test('names the connection', async () => {
    const connections = payloads(await call(row)).map(({ connection }) => connection);

    expect(connections).toEqual(each('default'));
  });

  test('flags what is created', async () => {
    const created = payloads(await call(row)).map((payload) => payload.created);

    expect(created).toEqual(row.created);
  });

  test('has {} as context when the caller passes none', async () => {
    const contexts = payloads(await call(row)).map(({ context }) => context);

    expect(contexts).toEqual(each({}));
  });

  test('has the values that the caller passes as context', async () => {
    const contexts = payloads(await call(row, { context: { reason: 'typo' } })).map(({ context }) => context);

    expect(contexts).toEqual(each({ reason: 'typo' }));
  });

  test('has one frozen context in all signals', async () => {
    const contexts = new Set(
      payloads(await call(row, { context: { reason: 'typo' } })).map(({ context }) => context),
    );

    expect([...contexts].map((context) => Object.isFrozen(context))).toEqual([true]);
  });

  test('freezes its payloads', async () => {
    const frozen = payloads(await call(row)).map((payload) => Object.isFrozen(payload));

    expect(frozen).toEqual(each(true));
  });

  test('has no session when the caller passes none', async () => {
    const sessions = payloads(await call(row)).map(({ session }) => session);

    expect(sessions).toEqual(each(undefined));
  });

  test('has the session of the caller', async () => {
    await using session = world.client.startSession();

    const sessions = new Set(payloads(await call(row, { session })).map((payload) => payload.session));

    expect([...sessions].map((each) => each === session)).toEqual([true]);
  });
}

describe('The doc comments of DocumentRepository', () => {
  const documented = documentedSignals(
    new URL('../../lib/repository/document-repository.ts', import.meta.url),
    'DocumentRepository',
  );

  /** The signals that calls really send, each once, in the order in which they are sent first. */
  async function recordedSignals(rows: readonly MethodCase[]): Promise<string[]> {
    const sent = new Set<string>();
    for (const row of rows) {
      await clear(world);
      for (const { signal } of payloads(await call(row))) sent.add(signal);
    }
    return [...sent];
  }

  test.each(methodsOf(DocumentRepository).filter((method) => method !== 'find'))(
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

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  PostSignalError,
  ReceiverTimeoutError,
  postBulkInsert,
  postDelete,
  postSave,
  preBulkInsert,
  preDelete,
  preSave,
  preSavePostValidation,
  signalError,
} from 'nestjs-documents';
import type { SignalPhase, Signal, SignalErrorPayload, DisconnectReceiver } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { Person } from '../../support/world/integration-people.js';
import { capabilities, serverName } from '../../support/server.js';
import { openTransactionsWorld } from '../../support/world/transactions-world.js';
import type { TransactionsWorld } from '../../support/world/transactions-world.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;

/** In milliseconds; all different, so that an error shows which one expired. */
const timeouts = { receiver: 60, operation: 100, inTransaction: { receiver: 40, operation: 70 } };
/** Far from the timeouts, and farther from those that are the default. */
const soon = 3000;

describe(`Fault 7: a receiver never returns (${serverName})`, () => {
  let world: TransactionsWorld;
  let people: TransactionsWorld['people'];
  let undo: DisconnectReceiver[];
  /** One for each receiver that hangs. */
  let abortSignals: AbortSignal[];
  let laterCalls: string[];

  beforeAll(async () => {
    world = await openTransactionsWorld([], { timeouts });
    ({ people } = world);
  });
  beforeEach(async () => {
    await world.clear();
    undo = [];
    abortSignals = [];
    laterCalls = [];
  });
  afterEach(() => {
    for (const each of undo) each();
  });
  afterAll(() => world.close());

  /** Connects a receiver that hangs, and another after it. */
  const hang = (signal: Signal<any>, phase: SignalPhase = 'now') => {
    const receiver = ({ abortSignal }: { abortSignal: AbortSignal }) => {
      abortSignals.push(abortSignal);
      return new Promise(() => undefined);
    };
    undo.push(world.bus.connect(signal, Person, receiver, { name: 'Hanging.listen', phase }));
    undo.push(world.bus.connect(signal, Person, () => laterCalls.push('later'), { phase }));
  };
  const observe = async (work: () => unknown) => {
    const start = performance.now();
    let error: any;
    const commands = await world.commandsOf(async () => (error = await errorOf(work)));
    expect(performance.now() - start).toBeLessThan(soon);
    return { error, commands: commands.map(({ name }) => name).filter((name) => name !== 'hello') };
  };

  const vetoes: [string, Signal<any>, () => Promise<() => unknown>][] = [
    [
      'preSave',
      preSave,
      async () =>
        (
          (ada) => () =>
            people.save(ada)
        )(people.build({ name: 'Ada' })),
    ],
    [
      'preSavePostValidation',
      preSavePostValidation,
      async () =>
        (
          (ada) => () =>
            people.save(ada)
        )(people.build({ name: 'Ada' })),
    ],
    [
      'preDelete',
      preDelete,
      async () =>
        (
          (ada) => () =>
            people.delete(ada)
        )(await world.saved('Eve')),
    ],
    [
      'preBulkInsert',
      preBulkInsert,
      async () =>
        (
          (ada) => () =>
            people.insertMany([ada])
        )(people.build({ name: 'Ada' })),
    ],
  ];
  test.each(vetoes)(
    'on %s is an error at its timeout that names it, and nothing is sent',
    async (name, signal, prepare) => {
      const work = await prepare();
      const before = await world.names();
      hang(signal);
      const { error, commands } = await observe(work);
      expect(error).toBeInstanceOf(ReceiverTimeoutError);
      expect(error).toMatchObject({ receiver: 'Hanging.listen', signal: name, timeout: timeouts.receiver });
      expect(error.message).toContain('Hanging.listen');
      expect(commands).toEqual([]);
      expect(laterCalls).toEqual([]);
      expect(await world.names()).toEqual(before);
    },
  );

  test('has its abortSignal aborted by that very error, and the document is free for the next save', async () => {
    const ada = people.build({ name: 'Ada' });
    hang(preSave);
    const { error } = await observe(() => people.save(ada));
    expect(abortSignals.map(({ aborted, reason }) => [aborted, reason])).toEqual([[true, error]]);
    undo.forEach((each) => each());
    await people.save(ada);
    expect(await world.names()).toEqual(['Ada']);
  });

  const posts: [string, Signal<any>, () => Promise<() => unknown>, string][] = [
    [
      'postSave',
      postSave,
      async () =>
        (
          (ada) => () =>
            people.save(ada)
        )(people.build({ name: 'Ada' })),
      'insert',
    ],
    [
      'postDelete',
      postDelete,
      async () =>
        (
          (ada) => () =>
            people.delete(ada)
        )(await world.saved('Ada')),
      'delete',
    ],
    [
      'postBulkInsert',
      postBulkInsert,
      async () =>
        (
          (ada) => () =>
            people.insertMany([ada])
        )(people.build({ name: 'Ada' })),
      'insert',
    ],
  ];
  test.each(posts)(
    'on %s does not keep the others from it; the write stands',
    async (_name, signal, prepare, command) => {
      const work = await prepare();
      hang(signal);
      const { error, commands } = await observe(work);
      expect(error).toBeInstanceOf(PostSignalError);
      expect(error).toMatchObject({ applied: true });
      expect(error.failures).toEqual([
        { receiver: 'Hanging.listen', error: expect.any(ReceiverTimeoutError) },
      ]);
      expect(commands).toEqual([command]);
      expect(laterCalls).toEqual(['later']);
      expect(abortSignals[0]?.aborted).toBe(true);
    },
  );

  test('has only what others have left of the timeout of the operation', async () => {
    hang(postSave);
    hang(postSave);
    const { error } = await observe(() => world.saved('Ada'));
    const [first, second] = error.failures.map((failure: { error: ReceiverTimeoutError }) => failure.error);
    expect(first.timeout).toBe(timeouts.receiver);
    expect(second.timeout).toBeLessThan(timeouts.receiver);
    expect(second.message).toContain(`${timeouts.operation} ms`);
    expect(laterCalls).toEqual(['later', 'later']);
  });

  test('after the write is reported, and the caller gets its document', async () => {
    const reported = new Promise<SignalErrorPayload<Person>>((resolve) =>
      undo.push(world.bus.connect(signalError, Person, resolve)),
    );
    hang(postSave, 'afterCommit');
    const { error } = await observe(() => world.saved('Ada'));
    expect(error).toBeUndefined();
    expect(laterCalls).toEqual(['later']);
    const report = await reported;
    expect(report).toMatchObject({ listener: 'Hanging.listen', phase: 'afterCommit' });
    expect(report.error).toBeInstanceOf(ReceiverTimeoutError);
  });

  withTransactions('in a transaction (needs transactions)', () => {
    test.each([
      ['preSave', preSave],
      ['preSavePostValidation', preSavePostValidation],
    ])('on %s, within the shorter timeout: nothing of it is stored', async (name, signal) => {
      const { error, commands } = await observe(() =>
        world.transactions.run(async () => {
          await world.rooms.save(world.rooms.build({ id: name }));
          hang(signal);
          await world.saved('Ada');
        }),
      );
      expect(error).toBeInstanceOf(ReceiverTimeoutError);
      expect(error).toMatchObject({ signal: name, timeout: timeouts.inTransaction.receiver });
      expect(abortSignals[0]?.reason).toBe(error);
      expect(commands).toEqual(['insert', 'abortTransaction']);
      expect(await world.db.collection('rooms').countDocuments()).toBe(0);
    });

    test('on postSave rolls it back', async () => {
      hang(postSave);
      const { error, commands } = await observe(() => world.transactions.run(() => world.saved('Ada')));
      expect(error).toBeInstanceOf(PostSignalError);
      expect(error.failures[0].error).toMatchObject({ timeout: timeouts.inTransaction.receiver });
      expect(commands).toEqual(['insert', 'abortTransaction']);
      expect(await world.names()).toEqual([]);
    });

    test('after the commit has the longer timeout again, is reported, and the transaction stands', async () => {
      const reported = new Promise<SignalErrorPayload<Person>>((resolve) =>
        undo.push(world.bus.connect(signalError, Person, resolve)),
      );
      hang(postSave, 'afterCommit');
      const { error } = await observe(() => world.transactions.run(() => world.saved('Ada')));
      expect(error).toBeUndefined();
      expect(laterCalls).toEqual(['later']);
      expect((await reported).error).toMatchObject({ timeout: timeouts.receiver });
      expect(await world.names()).toEqual(['Ada']);
    });

    test('after a rollback is reported, and the caller gets its own error', async () => {
      const problem = new Error('no');
      const reported = new Promise<SignalErrorPayload<Person>>((resolve) =>
        undo.push(world.bus.connect(signalError, Person, resolve)),
      );
      hang(postSave, 'notApplied');
      const { error } = await observe(() =>
        world.transactions.run(async () => {
          await world.saved('Ada');
          throw problem;
        }),
      );
      expect(error).toBe(problem);
      expect(laterCalls).toEqual(['later']);
      expect(await reported).toMatchObject({ phase: 'notApplied', failedSignal: 'postSave' });
    });
  });
});

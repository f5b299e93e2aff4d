import { describe, expect, test } from 'vitest';
import type { PostSignalError } from '../../../lib/signal/signal-errors.js';
import {
  Animal,
  Bird,
  busOn,
  logs,
  note,
  Penguin,
  postMove,
  preMove,
} from '../../support/unit/unit-signals.js';

describe('A receiver with a condition', () => {
  test('is called for payloads that it is met by', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connect(preMove, Bird, ({ text }) => void log.push(text), { when: ({ text }) => text === 'go' });
    await bus.send(preMove, Bird, { text: 'stay' });
    await bus.send(preMove, Bird, { text: 'go' });
    expect(log).toEqual(['go']);
  });

  test('of one call stays connected until a payload meets it', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const receiver = ({ text }: { readonly text: string }): void => void log.push(text);
    bus.connect(preMove, Bird, receiver, { once: true, when: ({ text }) => text.startsWith('go') });
    for (const text of ['stay', 'go 1', 'go 2']) await bus.send(preMove, Bird, { text });
    expect(log).toEqual(['go 1']);
  });

  test('that throws in its condition has failed', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const error = new Error('no condition');
    const when = (): never => {
      throw error;
    };
    bus.connect(postMove, Bird, logs(log, 'first'), { name: 'first', when });
    bus.connect(postMove, Bird, logs(log, 'second'));
    const failed = (await bus.send(postMove, Bird, note).catch((each: unknown) => each)) as PostSignalError;
    expect(failed.failures).toEqual([{ receiver: 'first', error }]);
    expect(log).toEqual(['second']);
  });

  test.each<[string, boolean, boolean, string[]]>([
    ['both', true, true, ['called']],
    ['the first', true, false, ['called']],
    ['the second', false, true, ['called']],
    ['none', false, false, []],
  ])(
    'is called once where it is connected twice and %s of its conditions are met',
    async (_, one, other, calls) => {
      const { bus } = busOn();
      const log: string[] = [];
      const receiver = logs(log, 'called');
      bus.connect(preMove, Bird, receiver, { when: () => one });
      bus.connect(preMove, Animal, receiver, { when: () => other });
      await bus.send(preMove, Penguin, note);
      expect(log).toEqual(calls);
    },
  );

  test('is called once beside its connection without one', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const receiver = logs(log, 'called');
    bus.connect(preMove, Bird, receiver, { when: () => true });
    bus.connect(preMove, Animal, receiver);
    await bus.send(preMove, Bird, note);
    expect(log).toEqual(['called']);
  });

  test('is disconnected with all of its conditions', () => {
    const { bus } = busOn();
    const receiver = (): void => {};
    bus.connect(preMove, Bird, receiver, { when: () => true });
    bus.connect(preMove, Bird, receiver, { when: () => false });
    expect(bus.receiversOf(preMove, Bird)).toHaveLength(2);
    expect(bus.disconnect(preMove, Bird, receiver)).toBe(true);
    expect(bus.receiversOf(preMove, Bird)).toEqual([]);
  });
});

describe('One connection for several signals and classes', () => {
  const subjects = [
    { signal: preMove, sender: Bird },
    { signal: preMove, sender: Penguin },
    { signal: postMove, sender: Bird },
  ];

  test('calls the receiver once for what is sent about a class and its base class', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connectEach(subjects, logs(log, 'called'), {});
    await bus.send(preMove, Penguin, note);
    expect(log).toEqual(['called']);
  });

  test('is undone as a whole', () => {
    const { bus } = busOn();
    const undo = bus.connectEach(subjects, () => {}, {});
    undo();
    expect([bus.hasReceivers(preMove, Penguin), bus.hasReceivers(postMove, Bird)]).toEqual([false, false]);
  });

  test('of one call ends with the first call, of whichever', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connectEach(subjects, logs(log, 'called'), { once: true });
    await bus.send(postMove, Bird, note);
    await bus.send(preMove, Penguin, note);
    await bus.send(preMove, Bird, note);
    expect(log).toEqual(['called']);
  });

  test('connects nothing if one of the signals does not take the options', () => {
    const { bus } = busOn();
    expect(() => bus.connectEach([...subjects].reverse(), () => {}, { onError: 'log' })).toThrow(
      'A receiver of preMove cannot be connected. It has "onError", but errors of its receivers are vetoes.',
    );
    expect(bus.hasReceivers(postMove, Bird)).toBe(false);
  });
});

describe('SignalBus.connect', () => {
  test.each<[string, object, string]>([
    ['a condition that is no function', { when: true }, '"when" is not a function'],
    ['an onError that does not exist', { onError: 'ignore' }, '"onError" is neither "throw" nor "log"'],
  ])('refuses %s', (_, options, reason) => {
    const { bus } = busOn();
    expect(() => bus.connect(postMove, Bird, () => {}, options)).toThrow(reason);
  });
});

import { describe, expect, test } from 'vitest';
import { InvalidReceiverError } from '../../../lib/signal/signal-errors.js';
import {
  Animal,
  Bird,
  busOn,
  logs,
  note,
  Penguin,
  postEnd,
  postMove,
  postWrite,
  preMove,
} from '../../support/unit/unit-signals.js';

describe('SignalBus.connect', () => {
  test('connects the same receiver once, however often it is asked to', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const receiver = logs(log, 'called');
    bus.connect(preMove, Bird, receiver);
    bus.connect(preMove, Bird, receiver);
    await bus.send(preMove, Bird, note);
    expect(log).toEqual(['called']);
  });

  test('keeps the place and the options of the first connection', () => {
    const { bus } = busOn();
    const receiver = (): void => {};
    bus.connect(preMove, Bird, receiver, { name: 'first', order: 1 });
    bus.connect(preMove, Bird, () => {}, { name: 'other', order: 1 });
    bus.connect(preMove, Bird, receiver, { name: 'second', order: 2 });
    expect(bus.receiversOf(preMove, Bird).map(({ name, order }) => [name, order])).toEqual([
      ['first', 1],
      ['other', 1],
    ]);
  });

  test('is another connection for another class, and calls the receiver once where it hears both', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const receiver = logs(log, 'called');
    bus.connect(preMove, Animal, receiver);
    bus.connect(preMove, Bird, receiver);
    await bus.send(preMove, Penguin, note);
    expect(log).toEqual(['called']);
  });

  test('goes on for one class when it is undone for the other', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const receiver = logs(log, 'called');
    const undo = bus.connect(preMove, Animal, receiver);
    bus.connect(preMove, Bird, receiver);
    undo();
    await bus.send(preMove, Penguin, note);
    expect(log).toEqual(['called']);
  });

  test('is another connection for another signal', () => {
    const { bus } = busOn();
    const receiver = (): void => {};
    bus.connect(preMove, Bird, receiver);
    bus.connect(postMove, Bird, receiver);
    expect(bus.disconnect(preMove, Bird, receiver)).toBe(true);
    expect(bus.hasReceivers(postMove, Bird)).toBe(true);
  });

  test('puts a receiver that was disconnected at the end', () => {
    const { bus } = busOn();
    const first = (): void => {};
    bus.connect(preMove, Bird, first);
    bus.connect(preMove, Bird, () => {}, { name: 'second' });
    bus.disconnect(preMove, Bird, first);
    bus.connect(preMove, Bird, first);
    expect(bus.receiversOf(preMove, Bird).map(({ name }) => name)).toEqual(['second', 'first']);
  });

  test('returns its undo', () => {
    const { bus } = busOn();
    const undo = bus.connect(preMove, Bird, () => {});
    undo();
    expect(bus.hasReceivers(preMove, Bird)).toBe(false);
  });

  test('returns an undo that leaves a later connection of the same receiver alone', () => {
    const { bus } = busOn();
    const receiver = (): void => {};
    const undo = bus.connect(preMove, Bird, receiver);
    undo();
    bus.connect(preMove, Bird, receiver);
    undo();
    expect(bus.hasReceivers(preMove, Bird)).toBe(true);
  });

  test('returns an undo that works with using', () => {
    const { bus } = busOn();
    {
      using _undo = bus.connect(preMove, Bird, () => {});
      expect(bus.hasReceivers(preMove, Bird)).toBe(true);
    }
    expect(bus.hasReceivers(preMove, Bird)).toBe(false);
  });

  test('returns an undo with Symbol.dispose', () => {
    const { bus } = busOn();
    bus.connect(preMove, Bird, () => {})[Symbol.dispose]();
    expect(bus.hasReceivers(preMove, Bird)).toBe(false);
  });

  test.each<[string, unknown[], string]>([
    [
      'no signal',
      ['preMove', Bird, () => {}],
      'A receiver of an unknown signal cannot be connected. The first argument is not a signal.',
    ],
    [
      'no class',
      [preMove, {}, () => {}],
      'The sender is not a class, as happens when modules import each other in a circle.',
    ],
    ['null as class', [preMove, null, () => {}], 'The sender is not a class'],
    [
      'no function',
      [preMove, Bird, 'receiver'],
      'A receiver of preMove cannot be connected. The receiver is not a function.',
    ],
    ['NaN as order', [preMove, Bird, () => {}, { order: NaN }], 'The order is not a finite number.'],
    [
      'Infinity as order',
      [preMove, Bird, () => {}, { order: Infinity }],
      'The order is not a finite number.',
    ],
    ['a text as order', [preMove, Bird, () => {}, { order: '1' }], 'The order is not a finite number.'],
    [
      'a phase that the signal has not',
      [preMove, Bird, () => {}, { phase: 'afterCommit' }],
      'It has no phase "afterCommit", but only now.',
    ],
    [
      'a phase that does not exist',
      [postWrite, Bird, () => {}, { phase: 'aftercommit' }],
      'It has no phase "aftercommit", but only now, afterCommit, notApplied.',
    ],
    [
      'a signal in the operation that is only sent after a commit',
      [postEnd, Bird, () => {}, { phase: 'now' }],
      'It has no phase "now", but only afterCommit.',
    ],
    [
      'exact without a class',
      [preMove, undefined, () => {}, { exact: true }],
      'It has "exact", but no class is given.',
    ],
  ])('refuses %s', (_title, given, message) => {
    const { bus } = busOn();
    const connect = bus.connect.bind(bus) as (...given: unknown[]) => unknown;
    expect(() => connect(...given)).toThrow(InvalidReceiverError);
    expect(() => connect(...given)).toThrow(message);
    expect(bus.hasReceivers(preMove, Bird)).toBe(false);
  });
});

describe('SignalBus.disconnect', () => {
  test('tells whether the receiver was connected', () => {
    const { bus } = busOn();
    const receiver = (): void => {};
    expect(bus.disconnect(preMove, Bird, receiver)).toBe(false);
    bus.connect(preMove, Bird, receiver);
    expect(bus.disconnect(preMove, Bird, receiver)).toBe(true);
    expect(bus.disconnect(preMove, Bird, receiver)).toBe(false);
  });

  test('disconnects for the class that is named only', () => {
    const { bus } = busOn();
    const receiver = (): void => {};
    bus.connect(preMove, Animal, receiver);
    expect(bus.disconnect(preMove, Bird, receiver)).toBe(false);
    expect(bus.hasReceivers(preMove, Bird)).toBe(true);
  });
});

describe('SignalBus.receiversOf', () => {
  test('lists receivers as they are called, with all that decides it', () => {
    const { bus } = busOn();
    bus.connect(preMove, Bird, function move() {}, { order: 5 });
    bus.connect(preMove, undefined, () => {}, { name: 'all', once: true });
    bus.connect(preMove, Penguin, () => {}, { name: 'exact', exact: true, order: -1 });
    expect(bus.receiversOf(preMove, Penguin)).toEqual([
      { name: 'exact', phase: 'now', order: -1, sender: Penguin, exact: true, once: false },
      { name: 'all', phase: 'now', order: 0, sender: undefined, exact: false, once: true },
      { name: 'move', phase: 'now', order: 5, sender: Bird, exact: false, once: false },
    ]);
  });

  test('names a function without a name', () => {
    const { bus } = busOn();
    bus.connect(preMove, Bird, (() => () => {})());
    expect(bus.receiversOf(preMove, Bird)[0]?.name).toBe('an anonymous receiver');
  });

  test('is frozen', () => {
    const { bus } = busOn();
    bus.connect(preMove, Bird, () => {});
    const receivers = bus.receiversOf(preMove, Bird);
    expect(Object.isFrozen(receivers)).toBe(true);
    expect(Object.isFrozen(receivers[0])).toBe(true);
  });

  test('is empty where nobody is connected', () => {
    expect(busOn().bus.receiversOf(preMove, Bird)).toEqual([]);
  });
});

describe('SignalBus.mute', () => {
  test('silences one signal of a class and its subclasses until undone', async () => {
    const { bus, emitter } = busOn();
    const log: string[] = [];
    bus.connect(preMove, undefined, logs(log, 'connected'));
    emitter.on('Penguin.preMove', logs(log, 'plain'));
    const undo = bus.mute(preMove, Bird);
    expect(bus.hasReceivers(preMove, Penguin)).toBe(false);
    expect(bus.receiversOf(preMove, Penguin)).toEqual([]);
    await bus.send(preMove, Penguin, note);
    expect(log).toEqual([]);
    undo();
    await bus.send(preMove, Penguin, note);
    expect(log).toEqual(['connected', 'plain']);
  });

  test('leaves base classes and other signals alone', () => {
    const { bus } = busOn();
    bus.connect(preMove, Animal, () => {});
    bus.connect(postMove, Bird, () => {});
    bus.mute(preMove, Bird);
    expect(bus.hasReceivers(preMove, Animal)).toBe(true);
    expect(bus.hasReceivers(postMove, Bird)).toBe(true);
  });

  test('silences every class where none is named', () => {
    const { bus } = busOn();
    bus.connect(preMove, Animal, () => {});
    bus.mute(preMove);
    expect(bus.hasReceivers(preMove, Animal)).toBe(false);
  });

  test('lasts until each mute is undone', () => {
    const { bus } = busOn();
    bus.connect(preMove, Bird, () => {});
    const one = bus.mute(preMove);
    const other = bus.mute(preMove);
    one();
    expect(bus.hasReceivers(preMove, Bird)).toBe(false);
    other();
    expect(bus.hasReceivers(preMove, Bird)).toBe(true);
  });

  test('works with using', () => {
    const { bus } = busOn();
    bus.connect(preMove, Bird, () => {});
    {
      using _mute = bus.mute(preMove);
      expect(bus.hasReceivers(preMove, Bird)).toBe(false);
    }
    expect(bus.hasReceivers(preMove, Bird)).toBe(true);
  });
});

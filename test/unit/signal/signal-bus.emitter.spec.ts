import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PostSignalError } from '../../../lib/signal/signal-errors.js';
import {
  Animal,
  Bird,
  busOn,
  logs,
  logsLater,
  note,
  Penguin,
  postMove,
  preMove,
} from '../../support/unit/unit-signals.js';

describe.each([
  ['a plain emitter', {}],
  ['an emitter with wildcards', { wildcard: true }],
])('plain listeners of %s', (_title, emitterOptions) => {
  test('hear signals, once, with the payload', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const seen: unknown[] = [];
    emitter.on('Bird.postMove', (payload: unknown) => seen.push(payload));
    await bus.send(postMove, Bird, note);
    expect(seen).toEqual([note]);
    expect(seen[0]).toBe(note);
  });

  test('hear signals of subclasses, once', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const log: string[] = [];
    const listener = logs(log, 'heard');
    emitter.on('Bird.postMove', listener);
    emitter.on('Penguin.postMove', listener);
    await bus.send(postMove, Penguin, note);
    await bus.send(postMove, Animal, note);
    expect(log).toEqual(['heard']);
  });

  test('are receivers enough to be sent to', () => {
    const { bus, emitter } = busOn(emitterOptions);
    expect(bus.hasReceivers(postMove, Penguin)).toBe(false);
    emitter.on('Bird.postMove', () => {});
    expect(bus.hasReceivers(postMove, Penguin)).toBe(true);
    expect(bus.hasReceivers(postMove, Animal)).toBe(false);
  });

  test('are called once when they asked for that', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const log: string[] = [];
    emitter.once('Bird.postMove', logs(log, 'heard'));
    await bus.send(postMove, Bird, note);
    await bus.send(postMove, Bird, note);
    expect(log).toEqual(['heard']);
    expect(bus.hasReceivers(postMove, Bird)).toBe(false);
  });

  test('hear no more when they were taken off', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const log: string[] = [];
    const listener = logs(log, 'heard');
    emitter.on('Bird.postMove', listener);
    emitter.off('Bird.postMove', listener);
    await bus.send(postMove, Bird, note);
    expect(log).toEqual([]);
  });

  test('come after receivers of order 0 and before those of a higher order, each awaited', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const log: string[] = [];
    emitter.on('Bird.postMove', logsLater(log, 'plain') as () => void);
    bus.connect(postMove, Bird, logs(log, 'late'), { order: 1 });
    bus.connect(postMove, Bird, logs(log, 'normal'));
    await bus.send(postMove, Bird, note);
    expect(log).toEqual(['normal', 'plain begins', 'plain ends', 'late']);
  });

  test('stand in the list of receivers', () => {
    const { bus, emitter } = busOn(emitterOptions);
    emitter.on('Animal.postMove', () => {});
    expect(bus.receiversOf(postMove, Bird)).toEqual([
      {
        name: 'a plain listener of Bird.postMove',
        phase: 'now',
        order: 0,
        sender: undefined,
        exact: false,
        once: false,
      },
    ]);
  });

  test('veto a pre signal by throwing', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const veto = new Error('no');
    emitter.on('Bird.preMove', (() => Promise.reject(veto)) as () => void);
    await expect(bus.send(preMove, Bird, note)).rejects.toBe(veto);
  });

  test('are named when they fail on a post signal', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    emitter.on('Animal.postMove', () => {
      throw new Error('one');
    });
    const sending = bus.send(postMove, Bird, note);
    await expect(sending).rejects.toThrow(PostSignalError);
    await expect(sending).rejects.toThrow('a plain listener of Bird.postMove failed on postMove.');
  });

  test('stay when receivers of the same name are disconnected', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const log: string[] = [];
    emitter.on('Bird.postMove', logs(log, 'plain'));
    const undo = [Bird, undefined].map((sender) => bus.connect(postMove, sender, () => {}));
    for (const each of undo) each();
    await bus.send(postMove, Bird, note);
    expect(log).toEqual(['plain']);
  });

  test('share the emitter with receivers, which hear what is emitted there under their name', () => {
    const { bus, emitter } = busOn(emitterOptions);
    const seen: unknown[] = [];
    bus.connect(postMove, Bird, (payload) => seen.push(payload));
    emitter.emit('Bird.postMove', note);
    expect(seen).toEqual([note]);
  });
});

describe('wildcard listeners', () => {
  test.each(['*.postMove', 'Bird.*', '*.*', '**', 'Bird.**'])('hear signals as %s, once', async (pattern) => {
    const { bus, emitter } = busOn({ wildcard: true });
    const log: string[] = [];
    bus.connect(postMove, undefined, () => {});
    bus.connect(postMove, Bird, () => {});
    emitter.on(pattern, logs(log, pattern));
    await bus.send(postMove, Bird, note);
    expect(log).toEqual([pattern]);
  });

  test('hear signals of subclasses once under all their names', async () => {
    const { bus, emitter } = busOn({ wildcard: true });
    const log: string[] = [];
    emitter.on('*.postMove', logs(log, 'heard'));
    await bus.send(postMove, Penguin, note);
    expect(log).toEqual(['heard']);
  });

  test('hear nothing of other signals', async () => {
    const { bus, emitter } = busOn({ wildcard: true });
    const log: string[] = [];
    emitter.on('*.preMove', logs(log, 'heard'));
    await bus.send(postMove, Bird, note);
    expect(log).toEqual([]);
    expect(bus.hasReceivers(postMove, Bird)).toBe(false);
  });

  test('stay, and so do other receivers, when a receiver of every class is disconnected', async () => {
    const { bus, emitter } = busOn({ wildcard: true });
    const log: string[] = [];
    emitter.on('*.postMove', logs(log, 'wildcard'));
    emitter.on('Bird.postMove', logs(log, 'plain'));
    bus.connect(postMove, Bird, logs(log, 'bird'));
    bus.connect(postMove, undefined, logs(log, 'all'))();
    await bus.send(postMove, Bird, note);
    expect([...log].sort()).toEqual(['bird', 'plain', 'wildcard']);
  });
});

describe.each([
  ['a plain emitter', {}],
  ['an emitter with wildcards', { wildcard: true }],
])('many receivers on %s', (_title, emitterOptions) => {
  let warnings: unknown[][];
  beforeEach(() => {
    warnings = [];
    const warn = (...parts: unknown[]): void => void warnings.push(parts);
    vi.spyOn(process, 'emitWarning').mockImplementation(warn);
    for (const method of ['error', 'warn', 'trace', 'log'] as const)
      vi.spyOn(console, method).mockImplementation(warn);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each([
    ['of one class', [Bird]],
    ['of every class', [undefined]],
    ['of both', [Bird, undefined]],
  ])('warn of no leak when they are %s', (_of, senders) => {
    const { bus } = busOn({ ...emitterOptions, verboseMemoryLeak: true });
    for (let count = 0; count < 30; count++)
      for (const sender of senders) bus.connect(preMove, sender, () => {});
    expect(warnings).toEqual([]);
    expect(bus.receiversOf(preMove, Bird)).toHaveLength(30 * senders.length);
  });

  test('leave a higher limit, and one that is switched off, as it is', () => {
    const high = busOn({ ...emitterOptions, maxListeners: 50 });
    const off = busOn({ ...emitterOptions, maxListeners: 0 });
    for (let count = 0; count < 20; count++)
      for (const { bus } of [high, off]) bus.connect(preMove, Bird, () => {});
    expect(high.emitter.getMaxListeners()).toBe(50);
    expect(off.emitter.getMaxListeners()).toBe(0);
    expect(warnings).toEqual([]);
  });
});

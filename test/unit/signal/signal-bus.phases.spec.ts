import { describe, expect, test } from 'vitest';
import type { AfterPhase } from '../../../lib/signal/phase.js';
import {
  Animal,
  Bird,
  busOn,
  logs,
  logsLater,
  note,
  Penguin,
  postEnd,
  postWrite,
  Stone,
} from '../../support/unit/unit-signals.js';

const emitters: [string, object][] = [
  ['a plain emitter', {}],
  ['an emitter with wildcards', { wildcard: true }],
];

describe.each(emitters)('phases of a SignalBus on %s', (_title, emitterOptions) => {
  test('are called each on its own', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(postWrite, Bird, logs(log, 'now'));
    bus.connect(postWrite, Bird, logs(log, 'committed'), { phase: 'afterCommit' });
    bus.connect(postWrite, Bird, logs(log, 'rolled back'), { phase: 'notApplied' });
    await bus.send(postWrite, Bird, note);
    expect(log.splice(0)).toEqual(['now']);
    await bus.sendAfter('afterCommit', postWrite, Bird, note);
    expect(log.splice(0)).toEqual(['committed']);
    await bus.sendAfter('notApplied', postWrite, Bird, note);
    expect(log).toEqual(['rolled back']);
  });

  test('call by order, then in the order of connecting, each awaited, base classes included', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    const phase = 'afterCommit';
    bus.connect(postWrite, Penguin, logsLater(log, 'second'), { phase });
    bus.connect(postWrite, undefined, logs(log, 'last'), { phase, order: 1 });
    bus.connect(postWrite, Animal, logs(log, 'third'), { phase });
    bus.connect(postWrite, Bird, logs(log, 'first'), { phase, order: -1 });
    bus.connect(postWrite, Bird, logs(log, 'not exactly it'), { phase, exact: true });
    await bus.sendAfter(phase, postWrite, Penguin, note);
    expect(log).toEqual(['first', 'second begins', 'second ends', 'third', 'last']);
  });

  test('are asked for one by one', () => {
    const { bus } = busOn(emitterOptions);
    bus.connect(postWrite, Bird, () => {}, { phase: 'afterCommit' });
    const asked = (['now', 'afterCommit', 'notApplied'] as const).map((phase) =>
      bus.hasReceivers(postWrite, Penguin, phase),
    );
    expect(asked).toEqual([false, true, false]);
    expect(bus.hasReceivers(postWrite, Bird)).toBe(false);
    expect(bus.hasReceivers(postWrite, Stone, 'afterCommit')).toBe(false);
  });

  test('are not heard by plain listeners of the emitter, nor when the name of the signal is emitted', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const log: string[] = [];
    emitter.on('Bird.postWrite', logs(log, 'plain'));
    bus.connect(postWrite, Bird, logs(log, 'committed'), { phase: 'afterCommit' });
    await bus.sendAfter('afterCommit', postWrite, Bird, note);
    expect(log.splice(0)).toEqual(['committed']);
    emitter.emit('Bird.postWrite', note);
    expect(log.splice(0)).toEqual(['plain']);
    await bus.send(postWrite, Bird, note);
    expect(log).toEqual(['plain']);
  });

  test('can be seen on the emitter under names of their own, until they are disconnected', () => {
    const { bus, emitter } = busOn(emitterOptions);
    const undo = bus.connect(postWrite, Bird, () => {}, { phase: 'afterCommit' });
    expect(emitter.listeners('Bird.postWrite.afterCommit')).toHaveLength(1);
    expect(emitter.listeners('Bird.postWrite')).toEqual([]);
    undo();
    expect(emitter.listeners('Bird.postWrite.afterCommit')).toEqual([]);
    expect(bus.hasReceivers(postWrite, Bird, 'afterCommit')).toBe(false);
  });

  test('of a signal with one phase hear its plain listeners there', async () => {
    const { bus, emitter } = busOn(emitterOptions);
    const log: string[] = [];
    emitter.on('Bird.postEnd', logs(log, 'plain'));
    expect([bus.hasReceivers(postEnd, Bird), bus.hasReceivers(postEnd, Bird, 'afterCommit')]).toEqual([
      false,
      true,
    ]);
    bus.connect(postEnd, Bird, logs(log, 'connected'));
    await bus.send(postEnd, Bird, note);
    await bus.sendAfter('notApplied', postEnd, Bird, note);
    expect(log).toEqual([]);
    await bus.sendAfter('afterCommit', postEnd, Bird, note);
    expect(log).toEqual(['connected', 'plain']);
  });
});

describe('SignalBus.connect for a phase', () => {
  test('is one connection for one phase, and another for another', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const receiver = logs(log, 'called');
    bus.connect(postWrite, Bird, receiver, { phase: 'afterCommit', order: 1 });
    bus.connect(postWrite, Bird, receiver, { phase: 'afterCommit', order: 2 });
    bus.connect(postWrite, Bird, receiver);
    expect(bus.receiversOf(postWrite, Bird).map(({ phase, order }) => [phase, order])).toEqual([
      ['now', 0],
      ['afterCommit', 1],
    ]);
    await bus.send(postWrite, Bird, note);
    await bus.sendAfter('afterCommit', postWrite, Bird, note);
    expect(log).toEqual(['called', 'called']);
  });

  test('is disconnected for that phase, by default for the first of the signal', () => {
    const { bus } = busOn();
    const receiver = (): void => {};
    bus.connect(postWrite, Bird, receiver, { phase: 'notApplied' });
    bus.connect(postEnd, Bird, receiver);
    expect(bus.disconnect(postWrite, Bird, receiver)).toBe(false);
    expect(bus.disconnect(postWrite, Bird, receiver, 'afterCommit')).toBe(false);
    expect(bus.disconnect(postWrite, Bird, receiver, 'notApplied')).toBe(true);
    expect(bus.disconnect(postEnd, Bird, receiver)).toBe(true);
  });

  test('disconnects a receiver of one call before that call', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connect(postWrite, Bird, logs(log, 'once'), { phase: 'afterCommit', once: true });
    await bus.send(postWrite, Bird, note);
    await bus.sendAfter('afterCommit', postWrite, Bird, note);
    await bus.sendAfter('afterCommit', postWrite, Bird, note);
    expect(log).toEqual(['once']);
  });
});

describe('SignalBus.receiversOf', () => {
  test('lists what is called now, then after a commit, then after a rollback, each in its order', () => {
    const { bus, emitter } = busOn();
    emitter.on('Bird.postWrite', () => {});
    const connect = (name: string, phase?: AfterPhase, order = 0): void =>
      void bus.connect(postWrite, Bird, () => {}, { name, order, ...(phase ? { phase } : {}) });
    connect('f', 'notApplied', -5);
    connect('e', 'afterCommit', 1);
    connect('d', 'afterCommit');
    connect('b', undefined, 9);
    connect('a');
    expect(bus.receiversOf(postWrite, Bird).map(({ name, phase }) => `${phase} ${name}`)).toEqual([
      'now a',
      'now a plain listener of Bird.postWrite',
      'now b',
      'afterCommit d',
      'afterCommit e',
      'notApplied f',
    ]);
  });
});

describe('SignalBus.mute', () => {
  test('silences all phases', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    bus.connect(postWrite, Bird, logs(log, 'committed'), { phase: 'afterCommit' });
    const undo = bus.mute(postWrite);
    expect(bus.hasReceivers(postWrite, Bird, 'afterCommit')).toBe(false);
    await bus.sendAfter('afterCommit', postWrite, Bird, note);
    expect(log).toEqual([]);
    undo();
    await bus.sendAfter('afterCommit', postWrite, Bird, note);
    expect(log).toEqual(['committed']);
  });
});

describe('SignalBus.sendAfter', () => {
  test('calls all receivers, reports each error with all that is known of it, and never rejects', async () => {
    const { bus, reports } = busOn();
    const log: string[] = [];
    const [one, two] = [new Error('one'), new Error('two')];
    const failing = (error: Error) => (): never => {
      throw error;
    };
    bus.connect(postWrite, Bird, failing(one), { phase: 'afterCommit', name: 'first' });
    bus.connect(postWrite, Bird, async () => Promise.reject(two), { phase: 'afterCommit', name: 'second' });
    bus.connect(postWrite, Bird, logs(log, 'third'), { phase: 'afterCommit' });
    await expect(bus.sendAfter('afterCommit', postWrite, Penguin, note)).resolves.toBeUndefined();
    expect(log).toEqual(['third']);
    const common = { signal: postWrite, phase: 'afterCommit', sender: Penguin, payload: note };
    expect(reports).toEqual([
      { ...common, error: one, receiver: 'first' },
      { ...common, error: two, receiver: 'second' },
    ]);
    expect(reports.every(Object.isFrozen)).toBe(true);
  });

  test('does not reject either where reporting fails, and goes on', async () => {
    const reportError = (): never => {
      throw new Error('no log');
    };
    const { bus } = busOn({}, { reportError });
    const log: string[] = [];
    bus.connect(postWrite, Bird, async () => Promise.reject(new Error('one')), { phase: 'notApplied' });
    bus.connect(postWrite, Bird, logs(log, 'next'), { phase: 'notApplied' });
    await expect(bus.sendAfter('notApplied', postWrite, Bird, note)).resolves.toBeUndefined();
    expect(log).toEqual(['next']);
  });

  test('works on the receivers that there are when it begins', async () => {
    const { bus } = busOn();
    const log: string[] = [];
    const phase = 'afterCommit';
    bus.connect(postWrite, Bird, () => bus.connect(postWrite, Bird, logs(log, 'late'), { phase }), { phase });
    await bus.sendAfter(phase, postWrite, Bird, note);
    expect(log).toEqual([]);
  });

  test('sends to nobody', async () => {
    const { bus } = busOn();
    await expect(bus.sendAfter('afterCommit', postWrite, Bird, note)).resolves.toBeUndefined();
  });
});

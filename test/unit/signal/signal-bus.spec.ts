import { describe, expect, test } from 'vitest';
import { SignalBus } from '../../../lib/signal/signal-bus.js';
import { Signal } from '../../../lib/signal/signal.js';
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
  Stone,
} from '../../support/unit/unit-signals.js';

describe.each([
  ['a plain emitter', {}],
  ['an emitter with wildcards', { wildcard: true }],
  ['an emitter with wildcards and a limit of one listener', { wildcard: true, maxListeners: 1 }],
])('SignalBus on %s', (_title, emitterOptions) => {
  test('calls receivers one after another, each awaited', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, logsLater(log, 'slow', 5));
    bus.connect(preMove, Bird, logs(log, 'quick'));
    bus.connect(preMove, Bird, logsLater(log, 'last', 1));
    await bus.send(preMove, Bird, note);
    expect(log).toEqual(['slow begins', 'slow ends', 'quick', 'last begins', 'last ends']);
  });

  test('hands every receiver the very payload', async () => {
    const { bus } = busOn(emitterOptions);
    const seen: unknown[] = [];
    bus.connect(preMove, Bird, (payload) => seen.push(payload));
    bus.connect(preMove, Bird, async (payload) => seen.push(payload));
    await bus.send(preMove, Bird, note);
    expect(seen[0]).toBe(note);
    expect(seen[1]).toBe(note);
  });

  test('awaits whatever has a then', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, () => ({
      then: (done: (value: undefined) => void) => {
        log.push('thenable');
        done(undefined);
      },
    }));
    bus.connect(preMove, Bird, logs(log, 'next'));
    await bus.send(preMove, Bird, note);
    expect(log).toEqual(['thenable', 'next']);
  });

  test('calls by order, then in the order of connecting, synchronous and asynchronous receivers alike', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, logs(log, 'third'), { order: 0 });
    bus.connect(preMove, Bird, logs(log, 'last'), { order: 10 });
    bus.connect(preMove, Bird, logsLater(log, 'second'), { order: -1 });
    bus.connect(preMove, Bird, logs(log, 'first'), { order: -1.5 });
    bus.connect(preMove, Bird, logsLater(log, 'fourth'));
    await bus.send(preMove, Bird, note);
    expect(log.filter((line) => !line.endsWith('ends'))).toEqual([
      'first',
      'second begins',
      'third',
      'fourth begins',
      'last',
    ]);
  });

  test('orders receivers of a base class, of the class and of every class in one list', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Penguin, logs(log, 'penguin'));
    bus.connect(preMove, undefined, logs(log, 'all'));
    bus.connect(preMove, Animal, logs(log, 'animal'));
    bus.connect(preMove, Bird, logs(log, 'bird'), { order: -1 });
    await bus.send(preMove, Penguin, note);
    expect(log).toEqual(['bird', 'penguin', 'all', 'animal']);
  });

  test('calls a receiver of a class for its subclasses and not for its base classes', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, logs(log, 'bird'));
    await bus.send(preMove, Penguin, note);
    await bus.send(preMove, Animal, note);
    await bus.send(preMove, Stone, note);
    expect(log).toEqual(['bird']);
  });

  test('calls an exact receiver for its very class only', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, logs(log, 'exact'), { exact: true });
    await bus.send(preMove, Penguin, note);
    expect(log).toEqual([]);
    await bus.send(preMove, Bird, note);
    expect(log).toEqual(['exact']);
  });

  test('calls a receiver of one signal for that signal only', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, logs(log, 'pre'));
    await bus.send(postMove, Bird, note);
    expect(log).toEqual([]);
  });

  test('tells two signals of the same name apart', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, logs(log, 'called'));
    expect(bus.hasReceivers(new Signal('preMove', 'pre'), Bird)).toBe(false);
    await bus.send(preMove, Bird, note);
    expect(log).toEqual(['called']);
  });

  test('calls a once receiver at the first of two sendings that run at the same time', async () => {
    const { bus } = busOn(emitterOptions);
    const log: string[] = [];
    bus.connect(preMove, Bird, logsLater(log, 'wait'));
    bus.connect(preMove, Bird, logs(log, 'once'), { once: true });
    await Promise.all([bus.send(preMove, Bird, note), bus.send(preMove, Bird, note)]);
    expect(log.filter((line) => line === 'once')).toEqual(['once']);
    expect(bus.receiversOf(preMove, Bird)).toHaveLength(1);
  });

  test('has disconnected a once receiver when it is called', async () => {
    const { bus } = busOn(emitterOptions);
    let isConnected: boolean | undefined;
    bus.connect(preMove, Bird, () => (isConnected = bus.hasReceivers(preMove, Bird)), { once: true });
    await bus.send(preMove, Bird, note);
    expect(isConnected).toBe(false);
  });

  describe('when receivers change while a signal is sent', () => {
    test('does not call one that was connected meanwhile', async () => {
      const { bus } = busOn(emitterOptions);
      const log: string[] = [];
      const late = logs(log, 'late');
      bus.connect(preMove, Bird, () => bus.connect(preMove, Bird, late));
      await bus.send(preMove, Bird, note);
      expect(log).toEqual([]);
      await bus.send(preMove, Bird, note);
      expect(log).toEqual(['late']);
    });

    test('still calls one that was disconnected meanwhile', async () => {
      const { bus } = busOn(emitterOptions);
      const log: string[] = [];
      const second = logs(log, 'second');
      bus.connect(preMove, Bird, () => bus.disconnect(preMove, Bird, second));
      bus.connect(preMove, Bird, second);
      await bus.send(preMove, Bird, note);
      expect(log).toEqual(['second']);
      await bus.send(preMove, Bird, note);
      expect(log).toEqual(['second']);
    });

    test('calls every other one when one disconnects itself', async () => {
      const { bus } = busOn(emitterOptions);
      const log: string[] = [];
      const undo = bus.connect(preMove, Bird, () => {
        log.push('first');
        undo();
      });
      bus.connect(preMove, Bird, logs(log, 'second'));
      await bus.send(preMove, Bird, note);
      expect(log).toEqual(['first', 'second']);
    });

    test('calls those of an inner sending in full before the outer one goes on', async () => {
      const { bus } = busOn(emitterOptions);
      const log: string[] = [];
      bus.connect(preMove, Bird, async () => {
        log.push('outer begins');
        await bus.send(preMove, Stone, note);
        log.push('outer ends');
      });
      bus.connect(preMove, Stone, logsLater(log, 'inner'));
      bus.connect(preMove, Bird, logs(log, 'after'));
      await bus.send(preMove, Bird, note);
      expect(log).toEqual(['outer begins', 'inner begins', 'inner ends', 'outer ends', 'after']);
    });
  });

  describe('when nobody is connected', () => {
    test('has no receivers', () => {
      const { bus } = busOn(emitterOptions);
      bus.connect(preMove, Penguin, () => {});
      expect(bus.hasReceivers(preMove, Bird)).toBe(false);
      expect(bus.hasReceivers(postMove, Penguin)).toBe(false);
      expect(bus.hasReceivers(preMove, Penguin)).toBe(true);
    });

    test('has no receivers again after the last was disconnected', () => {
      const { bus, emitter } = busOn(emitterOptions);
      const undo = bus.connect(preMove, Bird, () => {});
      undo();
      expect(bus.hasReceivers(preMove, Bird)).toBe(false);
      expect(emitter.listeners('Bird.preMove')).toEqual([]);
    });

    test('sends to nobody', async () => {
      const { bus } = busOn(emitterOptions);
      await expect(bus.send(preMove, Bird, note)).resolves.toBeUndefined();
    });
  });

  describe('when a receiver of a pre signal throws', () => {
    test.each<[string, (veto: Error) => () => unknown]>([
      [
        'synchronously',
        (veto) => () => {
          throw veto;
        },
      ],
      ['asynchronously', (veto) => async () => Promise.reject(veto)],
    ])('throws that very error, thrown %s, and calls no later receiver', async (_when, throwing) => {
      const { bus } = busOn(emitterOptions);
      const log: string[] = [];
      const veto = new Error('no');
      bus.connect(preMove, Bird, throwing(veto));
      bus.connect(preMove, Bird, logs(log, 'later'));
      await expect(bus.send(preMove, Bird, note)).rejects.toBe(veto);
      expect(log).toEqual([]);
    });

    test('throws what is no Error untouched as well', async () => {
      const { bus } = busOn(emitterOptions);
      bus.connect(preMove, Bird, () => {
        throw undefined;
      });
      await expect(bus.send(preMove, Bird, note)).rejects.toBeUndefined();
    });
  });
});

describe('SignalBus', () => {
  test('asks for the names of classes', () => {
    const { bus, emitter } = busOn({}, { nameOf: (sender) => `My${sender.name}` });
    bus.connect(preMove, Bird, () => {});
    expect(bus.eventOf(preMove, Bird)).toBe('MyBird.preMove');
    expect(bus.eventOf(preMove, undefined)).toBe('*.preMove');
    expect(emitter.eventNames()).toEqual(['MyBird.preMove']);
  });

  test('shares nothing with another bus', () => {
    const one = busOn();
    const other = busOn();
    one.bus.connect(preMove, Bird, () => {});
    expect(other.bus.hasReceivers(preMove, Bird)).toBe(false);
    expect(other.bus).toBeInstanceOf(SignalBus);
  });
});

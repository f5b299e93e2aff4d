import { describe, expect, test } from 'vitest';
import { Receiver } from '../../../lib/signal/receiver/receiver.js';
import { Animal, Bird, note, Penguin, postEnd, postWrite, preMove } from '../../support/unit/unit-signals.js';

describe('Receiver', () => {
  test('has defaults', () => {
    const receiver = new Receiver(preMove, Bird, function move() {});
    expect(receiver.describe()).toEqual({
      name: 'move',
      phase: 'now',
      order: 0,
      sender: Bird,
      exact: false,
      once: false,
    });
    expect(receiver.onError).toBe('throw');
  });

  test('is called in the first phase of its signal if it says nothing', () => {
    expect(new Receiver(postWrite, Bird, () => {}).phase).toBe('now');
    expect(new Receiver(postWrite, Bird, () => {}, { phase: 'notApplied' }).phase).toBe('notApplied');
    expect(new Receiver(postEnd, Bird, () => {}).phase).toBe('afterCommit');
  });

  test('stands on the emitter as a function of its own that calls the receiver', () => {
    const seen: unknown[] = [];
    const call = (payload: unknown): unknown => seen.push(payload);
    const one = new Receiver(preMove, Bird, call);
    const other = new Receiver(preMove, Animal, call);
    expect(one.listener).not.toBe(other.listener);
    one.listener(note);
    expect(seen).toEqual([note]);
  });

  test.each([
    [Bird, false, Penguin, true],
    [Bird, true, Penguin, false],
    [Bird, true, Bird, true],
    [Bird, false, Animal, false],
    [undefined, false, Animal, true],
  ])('of %O, exact %O, accepts %O: %O', (sender, exact, about, expected) => {
    expect(new Receiver(preMove, sender, () => {}, { exact }).accepts(about)).toBe(expected);
  });
});

import { describe, expect, test } from 'vitest';
import { postCommit, postSave, preSave } from '../../../lib/lifecycle/signals.js';
import { Transaction } from '../../../lib/lifecycle/transaction-payloads.js';
import { muteSignals } from '../../../lib/testing/mute-signals.js';
import { busOn } from '../../support/unit/unit-signals.js';
import type { BusWorld } from '../../support/unit/unit-signals.js';
import { Person, Sample, Student } from '../../support/unit/unit-world.js';

function world(): BusWorld {
  const made = busOn();
  made.bus.connect(preSave, undefined, () => {});
  made.bus.connect(postSave, undefined, () => {});
  return made;
}

describe('muteSignals', () => {
  test('mutes every signal of every class while work runs, and returns what it returns', async () => {
    const { bus } = world();
    const heard = await muteSignals(bus, async () => {
      await Promise.resolve();
      return [bus.hasReceivers(preSave, Person), bus.hasReceivers(postSave, Sample)];
    });
    expect(heard).toEqual([false, false]);
    expect(bus.hasReceivers(preSave, Person)).toBe(true);
  });

  test('mutes every phase, and signals about transactions', async () => {
    const { bus } = busOn();
    bus.connect(postSave, undefined, () => {}, { phase: 'afterCommit' });
    bus.connect(postCommit, undefined, () => {});
    const work = (): boolean[] => [
      bus.hasReceivers(postSave, Person, 'afterCommit'),
      bus.hasReceivers(postCommit, Transaction, 'afterCommit'),
    ];
    expect(await muteSignals(bus, work)).toEqual([false, false]);
    expect(await muteSignals(bus, work, { sender: Person })).toEqual([false, true]);
    expect(work()).toEqual([true, true]);
  });

  test('mutes only the signals that are named', async () => {
    const { bus } = world();
    const work = (): boolean[] => [bus.hasReceivers(preSave, Person), bus.hasReceivers(postSave, Person)];
    expect(await muteSignals(bus, work, { signals: [postSave] })).toEqual([true, false]);
  });

  test('mutes only the class that is named and those that extend it', async () => {
    const { bus } = world();
    const work = (): boolean[] =>
      [Person, Student, Sample].map((sender) => bus.hasReceivers(preSave, sender));
    expect(await muteSignals(bus, work, { sender: Person })).toEqual([false, false, true]);
    expect(await muteSignals(bus, work, { sender: Student })).toEqual([true, false, true]);
  });

  test('lets signals be heard again after an error', async () => {
    const { bus } = world();
    const error = new Error('no');
    await expect(muteSignals(bus, () => Promise.reject(error))).rejects.toBe(error);
    await expect(
      muteSignals(bus, () => {
        throw error;
      }),
    ).rejects.toBe(error);
    expect(bus.hasReceivers(preSave, Person)).toBe(true);
  });

  test('leaves a mute of somebody else in place', async () => {
    const { bus } = world();
    bus.mute(preSave);
    await muteSignals(bus, () => {});
    expect(bus.hasReceivers(preSave, Person)).toBe(false);
  });
});

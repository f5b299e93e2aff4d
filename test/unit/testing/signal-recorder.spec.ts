import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { postSave, preSave } from '../../../lib/lifecycle/signals.js';
import type { SignalSender, Signal } from '../../../lib/signal/signal.js';
import type { SignalBus } from '../../../lib/signal/signal-bus.js';
import { SignalRecorder } from '../../../lib/testing/signal-recorder.js';
import { busOn } from '../../support/unit/unit-signals.js';
import { Person, Student } from '../../support/unit/unit-world.js';

async function send(bus: SignalBus, signal: Signal, sender: SignalSender): Promise<object> {
  const payload = { signal: signal.name, sender, document: {} };
  await bus.send(signal, sender, payload);
  return payload;
}

describe('SignalRecorder', () => {
  test('records what is sent, in order, by the name of the own class, with the payload', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    const payload = await send(bus, preSave, Student);
    await send(bus, postSave, Person);
    expect(recorder.names).toEqual(['Student.preSave', 'Person.postSave']);
    expect(recorder.sent[0]?.payload).toBe(payload);
  });

  test('uses the names of the bus', async () => {
    const { bus } = busOn({}, { nameOf: (sender) => `My${sender.name}` });
    const recorder = new SignalRecorder(bus);
    await send(bus, preSave, Person);
    expect(recorder.names).toEqual(['MyPerson.preSave']);
  });

  test('records before any other receiver is called, also what is vetoed', async () => {
    const { bus } = busOn();
    const seen: (readonly string[])[] = [];
    bus.connect(
      preSave,
      Person,
      () => {
        seen.push(recorder.names);
        throw new Error('no');
      },
      { order: -1_000_000 },
    );
    const recorder = new SignalRecorder(bus);
    await expect(send(bus, preSave, Person)).rejects.toThrow('no');
    expect(seen).toEqual([['Person.preSave']]);
  });

  test('gives lists that later signals do not change', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    const { sent, names } = recorder;
    await send(bus, preSave, Person);
    expect([sent, names]).toEqual([[], []]);
    expect(Object.isFrozen(recorder.sent)).toBe(true);
  });

  test('forgets when it is cleared, and goes on', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    await send(bus, preSave, Person);
    recorder.clear();
    await send(bus, postSave, Person);
    expect(recorder.names).toEqual(['Person.postSave']);
  });

  test('records no more when it is stopped, and keeps what it has', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    await send(bus, preSave, Person);
    recorder.stop();
    await send(bus, postSave, Person);
    expect(recorder.names).toEqual(['Person.preSave']);
    expect(bus.hasReceivers(preSave, Person)).toBe(false);
  });

  test('works with using', () => {
    const { bus } = busOn();
    {
      using _recorder = new SignalRecorder(bus);
      expect(bus.hasReceivers(preSave, Person)).toBe(true);
    }
    expect(bus.hasReceivers(preSave, Person)).toBe(false);
  });

  test('stands in the list of receivers by its name, once for each recorder', () => {
    const { bus } = busOn();
    const recorders = [new SignalRecorder(bus), new SignalRecorder(bus)];
    expect(bus.receiversOf(preSave, Person).map(({ name }) => name)).toEqual([
      'SignalRecorder',
      'SignalRecorder',
    ]);
    recorders[0]?.stop();
    expect(bus.receiversOf(preSave, Person)).toHaveLength(1);
  });

  test('asserts what was sent, or shows the difference', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    await send(bus, preSave, Person);
    await send(bus, postSave, Person);
    expect(() => recorder.assertSent(['Person.preSave', 'Person.postSave'])).not.toThrow();
    expect(() => recorder.assertSent(['Person.preSave', 'Person.preSavePostValidation'])).toThrow(
      new Error(
        'Other signals were sent than expected:\n' +
          '    Person.preSave\n' +
          '  - Person.preSavePostValidation (expected, not sent)\n' +
          '  + Person.postSave (sent, not expected)',
      ),
    );
  });

  test('tells a list that is longer or shorter from what was sent', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    await send(bus, preSave, Person);
    expect(() => recorder.assertSent([])).toThrow('Person.preSave (sent, not expected)');
    expect(() => recorder.assertSent(['Person.preSave', 'Person.preSave'])).toThrow('(expected, not sent)');
  });

  test('asserts that nothing was sent', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    expect(() => recorder.assertNothingSent()).not.toThrow();
    await send(bus, preSave, Person);
    expect(() => recorder.assertNothingSent()).toThrow('  + Person.preSave (sent, not expected)');
  });

  test('is inspected as its names', async () => {
    const { bus } = busOn();
    const recorder = new SignalRecorder(bus);
    await send(bus, preSave, Person);
    await send(bus, postSave, Person);
    expect(inspect(recorder)).toBe('SignalRecorder [ Person.preSave, Person.postSave ]');
  });
});

import { describe, expect, test } from 'vitest';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { EmitterRegistration } from '../../../lib/signal/receiver/signal-emitter.js';

describe('EmitterRegistration', () => {
  test('adds to the emitter and removes again', () => {
    const emitter = new EventEmitter2();
    const registration = new EmitterRegistration(emitter);
    const listener = (): void => {};
    registration.add('Bird.preMove', listener);
    expect(emitter.listeners('Bird.preMove')).toEqual([listener]);
    registration.remove('Bird.preMove', listener);
    expect(emitter.listeners('Bird.preMove')).toEqual([]);
  });

  test('removes nothing that it did not add', () => {
    const emitter = new EventEmitter2();
    const listener = (): void => {};
    emitter.on('Bird.preMove', listener);
    new EmitterRegistration(emitter).remove('Bird.preMove', listener);
    expect(emitter.listeners('Bird.preMove')).toEqual([listener]);
  });

  test('finds listeners of other code, each once, in the order of the names', () => {
    const emitter = new EventEmitter2();
    const registration = new EmitterRegistration(emitter);
    const [one, other] = [(): void => {}, (): void => {}];
    emitter.on('Bird.preMove', one);
    emitter.on('Animal.preMove', other);
    emitter.on('Animal.preMove', one);
    registration.add('Bird.preMove', () => {});
    expect(registration.foreignListeners(['Animal.preMove', 'Bird.preMove'])).toEqual([other, one]);
    expect(registration.foreignListeners([])).toEqual([]);
  });

  test('raises the limit only as far as its own listeners need', () => {
    const emitter = new EventEmitter2({ maxListeners: 2 });
    const registration = new EmitterRegistration(emitter);
    for (let count = 0; count < 3; count++) registration.add('Bird.preMove', () => {});
    expect(emitter.getMaxListeners()).toBe(3);
  });
});

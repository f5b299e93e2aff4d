import { describe, expect, test } from 'vitest';
import { allPhases } from '../../../lib/signal/phase.js';
import { isSameOrSubclass, Signal } from '../../../lib/signal/signal.js';
import { Animal, Bird, Penguin, Stone } from '../../support/unit/unit-signals.js';

describe('Signal', () => {
  test('has a name and a moment, and is frozen', () => {
    const signal = new Signal('preMove', 'pre');
    expect([signal.name, signal.moment]).toEqual(['preMove', 'pre']);
    expect(Object.isFrozen(signal)).toBe(true);
  });

  test('is sent in the operation only, unless it is said otherwise', () => {
    expect(new Signal('postMove', 'post').phases).toEqual(['now']);
    expect(new Signal('postWrite', 'post', allPhases).phases).toEqual(['now', 'afterCommit', 'notApplied']);
  });
});

describe('isSameOrSubclass', () => {
  test.each([
    ['the class itself', Bird, Bird, true],
    ['a subclass', Bird, Animal, true],
    ['a subclass of a subclass', Penguin, Animal, true],
    ['a base class', Animal, Bird, false],
    ['another class', Stone, Animal, false],
    ['any class where no base is given', Stone, undefined, true],
  ])('knows %s', (_title, candidate, base, expected) => {
    expect(isSameOrSubclass(candidate, base)).toBe(expected);
  });
});

import { describe, expect, test } from 'vitest';
import { assertSettable, FieldNotWritableError, setField } from '../../../lib/schema/set-field.js';
import { personSchema } from '../../support/unit/unit-world.js';

class Base {
  get onlyRead(): number {
    return Date.now();
  }
  set written(_value: string) {
    // It has a setter, and is not changed.
  }
}
class Kept extends Base {
  name = 'Ada';
}
const fixed = (): object => Object.defineProperty(new Kept(), 'name', { writable: false });
const inherited = (): object => Object.create(fixed()) as object;

const table: [string, () => object, string, boolean][] = [
  ['its own property', () => new Kept(), 'name', true],
  ['a property that it has not yet', () => new Kept(), 'other', true],
  ['a property with a setter', () => new Kept(), 'written', true],
  ['a property with a getter only', () => new Kept(), 'onlyRead', false],
  ['a property that is read-only', fixed, 'name', false],
  ['a property that is read-only where it is inherited from', inherited, 'name', false],
  ['a property of a frozen object', () => Object.freeze(new Kept()), 'name', false],
  ['a new property of a frozen object', () => Object.freeze(new Kept()), 'other', false],
  ['a setter of a frozen object', () => Object.freeze(new Kept()), 'written', true],
  ['its own property of a sealed object', () => Object.seal(new Kept()), 'name', true],
  ['a new property of a sealed object', () => Object.seal(new Kept()), 'other', false],
];

describe.each([
  ['setField', (document: object, name: string) => setField(personSchema, document, name, 'x')],
  ['assertSettable', (document: object, name: string) => assertSettable(personSchema, document, name)],
])('%s', (_, call) => {
  test.each(table)('of %s', (_title, make, name, isSettable) => {
    const attempt = (): void => call(make(), name);
    if (isSettable) expect(attempt).not.toThrow();
    else expect(attempt).toThrow(FieldNotWritableError);
  });
});

describe('setField', () => {
  test('sets, and throws what a setter throws', () => {
    const kept = new Kept();
    setField(personSchema, kept, 'name', 'Bob');
    expect(kept.name).toBe('Bob');
    const refusing = Object.defineProperty({}, 'name', {
      set() {
        throw new RangeError('no');
      },
    });
    expect(() => setField(personSchema, refusing, 'name', 'x')).toThrow(new RangeError('no'));
  });
});

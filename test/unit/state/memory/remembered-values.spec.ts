import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { RememberedValues } from '../../../../lib/state/memory/remembered-values.js';
import { UndeclaredKeys } from '../../../../lib/codec/undeclared-keys.js';
import { assemble } from '../../../../lib/codec/fast/assemble-document.js';
import { decodeValues } from '../../../../lib/codec/decode.js';
import { storedPersons } from '../../../support/unit/unit-arbitraries.js';
import { Address, type Person, personSchema } from '../../../support/unit/unit-world.js';

const personOf = (values: Record<string, unknown>): Person =>
  assemble(personSchema, values, new UndeclaredKeys()) as Person;
const decoded = (stored: Record<string, unknown>): Person =>
  personOf(decodeValues(personSchema, stored, new UndeclaredKeys()));

/** Null where that is stored. */
const tagsOf = (person: Person): string[] | null => person.tags;

/** Changes that code may make to a document. */
const changes: readonly ((person: Person) => void)[] = [
  (person) => (person.name = 'another'),
  (person) => delete (person as Partial<Person>).name,
  (person) => Object.assign(person, { extra: 'new' }),
  (person) => tagsOf(person)?.push('new'),
  (person) => tagsOf(person)?.splice(0),
  (person) => (person.tags = ['other']),
  (person) => person.scores?.set('new', 1),
  (person) => person.scores?.clear(),
  (person) => (person.address = new Address()),
  (person) => (person.address ? (person.address.street = 'another') : undefined),
  (person) => person.others?.reverse().push(new Address()),
  (person) => (person.places?.get('home') ?? new Address()).location,
];

describe('RememberedValues', () => {
  test('gives every document back what it held, and tells whether it holds it', () => {
    fc.assert(
      fc.property(storedPersons, fc.subarray([...changes]), (stored, made) => {
        const person = decoded(stored);
        const untouched = decoded(stored);
        const remembered = new RememberedValues(person);
        expect(remembered.isUnchanged()).toBe(true);
        for (const change of made) change(person);
        remembered.restore();
        expect(person).toEqual(untouched);
        expect(Object.keys(person)).toEqual(expect.arrayContaining(Object.keys(untouched)));
        expect(remembered.isUnchanged()).toBe(true);
      }),
    );
  });

  test('gives it back to the very same objects', () => {
    const address = Object.assign(new Address(), { street: 'High Street' });
    const since = new Date(5);
    const bytes = Buffer.from([1, 2]);
    const person = personOf({ name: 'Ada', tags: ['a'], address, scores: new Map([['x', 1]]) });
    Object.assign(person, { extra: { since, bytes } });
    const { tags, scores } = person;
    const remembered = new RememberedValues(person);
    tags.push('b');
    scores?.set('x', 2).set('y', 3);
    address.street = 'Low Street';
    since.setTime(6);
    bytes[0] = 9;
    person.tags = [];
    expect(remembered.isUnchanged()).toBe(false);
    remembered.restore();
    expect(person.tags).toBe(tags);
    expect([tags, [...(scores ?? [])], address.street]).toEqual([['a'], [['x', 1]], 'High Street']);
    expect([since.getTime(), [...bytes]]).toEqual([5, [1, 2]]);
  });

  test.each<[string, (person: Person) => void]>([
    ['a field', (person) => (person.age = 2)],
    ['an element', (person) => (person.tags[0] = 'b')],
    ['an entry', (person) => person.scores?.set('x', 2)],
    ['a field of an embedded document', (person) => ((person.address as Address).street = 'b')],
    ['a field that is new', (person) => Object.assign(person, { unknown: 1 })],
  ])('sees %s that has changed', (_, change) => {
    const address = Object.assign(new Address(), { street: 'a' });
    const person = personOf({ name: 'Ada', age: 1, tags: ['a'], address, scores: new Map([['x', 1]]) });
    const remembered = new RememberedValues(person);
    change(person);
    expect(remembered.isUnchanged()).toBe(false);
  });

  test('does not take another object with the same values for a change', () => {
    const person = personOf({ name: 'Ada', tags: ['a'] });
    const remembered = new RememberedValues(person);
    person.tags = ['a'];
    expect(remembered.isUnchanged()).toBe(true);
  });

  test('ends where objects hold each other, and leaves frozen ones alone', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const person = Object.freeze(personOf({ name: 'Ada', extra: circle }));
    const remembered = new RememberedValues(person);
    circle['more'] = 1;
    remembered.restore();
    expect(Object.keys(circle)).toEqual(['self']);
  });
});

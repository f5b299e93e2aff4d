import { describe, expect, test } from 'vitest';
import { applyDefaults } from '../../../lib/codec/assemble.js';
import { assemble } from '../../../lib/codec/fast/assemble-document.js';
import { UndeclaredKeys } from '../../../lib/codec/undeclared-keys.js';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import {
  Address,
  Location,
  Node,
  Person,
  personSchema,
  sampleSchema,
} from '../../support/unit/unit-world.js';
import type { Sample } from '../../support/unit/unit-world.js';

const none = new UndeclaredKeys();
const person = (values: Record<string, unknown>): Person => assemble(personSchema, values, none) as Person;

describe('assemble', () => {
  test('makes an instance with values by field name', () => {
    const ada = person({ name: 'Ada', age: null });
    expect(ada).toBeInstanceOf(Person);
    expect([ada.name, ada.age]).toEqual(['Ada', null]);
  });

  test('lets the class initialise, and then the defaults, what has no value', () => {
    const ada = person({ name: 'Ada', tags: undefined });
    expect(ada.tags).toEqual([]);
    expect(ada.status).toBe('new');
    expect(person({ tags: ['a'], status: 'old' })).toMatchObject({ tags: ['a'], status: 'old' });
  });

  test('gives no default to null', () => {
    expect(person({ status: null }).status).toBeNull();
  });

  test('keeps private members of the class working', () => {
    @Document()
    class Counter {
      #steps = 3;
      @Id() id!: string;
      @Field(() => Number) count = 1;
      next(): number {
        return this.count + this.#steps;
      }
    }
    expect((assemble(schemaOf(Counter), { count: 5 }, none) as Counter).next()).toBe(8);
  });

  test('makes instances of embedded documents, with their defaults, at any depth', () => {
    const made = assemble(
      sampleSchema,
      {
        embedded: { street: 's', location: { latitude: 1 } },
        nested: [[{ street: 'a' }, null]],
        places: new Map([['home', [{ street: 'b' }]]]),
        node: { label: 'x', named: new Map([['a', { label: 'y' }]]) },
      },
      none,
    ) as Sample;
    expect(made.embedded).toBeInstanceOf(Address);
    expect(made.embedded?.country).toBe('SE');
    expect(made.embedded?.location).toBeInstanceOf(Location);
    expect(made.nested?.[0]?.[0]).toBeInstanceOf(Address);
    expect(made.nested?.[0]?.[1]).toBeNull();
    expect(made.places?.get('home')?.[0]).toBeInstanceOf(Address);
    expect(made.node?.named?.get('a')).toBeInstanceOf(Node);
  });

  test('keeps instances as they are', () => {
    const address = new Address();
    expect(person({ address }).address).toBe(address);
  });

  test('leaves values of a wrong type to validation', () => {
    expect(person({ others: 'x', places: { a: 1 }, address: 5 })).toMatchObject({
      others: 'x',
      places: { a: 1 },
      address: 5,
    });
  });

  test('takes only fields, and only own values', () => {
    const values = JSON.parse('{"isAdmin": true, "__proto__": {"name": "evil"}}') as Record<string, unknown>;
    const made = person(values);
    expect(made).not.toHaveProperty('isAdmin');
    expect(made.name).toBeUndefined();
    expect(person(Object.create({ name: 'evil' }) as Record<string, unknown>).name).toBeUndefined();
    expect(Object.getPrototypeOf(made)).toBe(Person.prototype);
  });

  test('hands undeclared keys on to the instance', () => {
    const undeclared = new UndeclaredKeys();
    const values = { street: 's' };
    undeclared.keep(values, { zip: 1 });
    const made = assemble(personSchema, { address: values }, undeclared) as Person;
    expect(undeclared.of(made.address!)).toEqual({ zip: 1 });
  });
});

describe('applyDefaults', () => {
  test('fills what is undefined and nothing else', () => {
    const one = Object.assign(new Person(), { status: undefined });
    applyDefaults(personSchema, one);
    expect(one.status).toBe('new');
    const other = Object.assign(new Person(), { status: '' });
    applyDefaults(personSchema, other);
    expect(other.status).toBe('');
  });

  test('makes a default anew for each document', () => {
    @Document()
    class Basket {
      @Id() id!: string;
      @Field(() => [String], { default: () => [] }) items!: string[];
    }
    const [one, other] = [new Basket(), new Basket()];
    applyDefaults(schemaOf(Basket), one);
    applyDefaults(schemaOf(Basket), other);
    one.items.push('a');
    expect(other.items).toEqual([]);
  });
});

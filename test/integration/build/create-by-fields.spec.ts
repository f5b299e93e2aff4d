import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, oneOf, postInit } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Place {
  @Field() latitude?: number;
}

@EmbeddedDocument()
class Address {
  @Field() street?: string;
  @Field() city?: string;
  @Field() place?: Place;
}

@EmbeddedDocument()
class Home extends Address {
  @Field() rooms?: number;
}

@Document({ collection: 'people' })
class Person {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field() address?: Address;
  @Field(() => [Address]) others: Address[] = [];
  @Field(() => mapOf(Address)) places = new Map<string, Address>();
}

class PlaceDto {
  latitude?: number = undefined;
}
class AddressDto {
  street?: string = undefined;
  city?: string = undefined;
  place?: PlaceDto = undefined;
  static of(values: Partial<AddressDto>): AddressDto {
    return Object.assign(new AddressDto(), values);
  }
}
class PersonDto {
  name?: string = undefined;
  address?: AddressDto = undefined;
}
class Hidden {
  readonly #street = 'a';
  get street(): string {
    return this.#street;
  }
}

describe('DocumentRepository.create with instances of other classes', () => {
  let world: IntegrationApp;
  let people: DocumentRepository<Person>;
  const dto = AddressDto.of({ city: 'London', place: Object.assign(new PlaceDto(), { latitude: 1 }) });
  const stored = { city: 'London', place: { latitude: 1 } };

  beforeAll(async () => {
    world = await openApp([Person]);
    people = world.repository(Person);
  });
  afterAll(() => world.close());

  const values: [string, object, object][] = [
    ['as embedded documents', { address: dto }, { address: stored }],
    ['as elements', { others: [dto, { city: 'a' }] }, { others: [stored, { city: 'a' }] }],
    ['as entries', { places: new Map([['home', dto]]) }, { places: { home: stored } }],
    ['as all values', Object.assign(new PersonDto(), { address: dto }), { address: stored }],
  ];
  test.each(values)('takes their fields: %s', async (_, given, expected) => {
    const person = people.build(given);
    const made = person.address ?? person.others[0] ?? person.places.get('home');
    expect([made instanceof Address, made?.place instanceof Place]).toEqual([true, true]);
    await people.save(person);
    expect(await world.db.collection('people').findOne({ _id: person.id })).toEqual({
      _id: person.id,
      others: [],
      places: {},
      ...expected,
    });
  });

  test.each(values)('takes their fields where somebody listens: %s', async (_, given) => {
    const made: unknown[] = [];
    const undo = world.bus.connect(postInit, Address, ({ document }) => made.push(document.city));
    people.build(given);
    undo();
    expect(made[0]).toBe('London');
  });

  test('keeps instances of the class, and of a class that extends it, themselves', async () => {
    class Flat extends Address {}
    const [address, flat] = [new Address(), new Flat()];
    const person = people.build({ address, others: [flat] });
    expect([person.address === address, person.others[0] === flat]).toEqual([true, true]);
  });

  const home: Address = new Home();
  test.each<[string, object, string, string]>([
    [
      'an unknown field',
      { address: Object.assign(new AddressDto(), { zip: 1 }) },
      'address.zip',
      'unknown_field',
    ],
    [
      'an unknown field of an element',
      { others: [{}, Object.assign(new AddressDto(), { zip: 1 })] },
      'others.1.zip',
      'unknown_field',
    ],
    ['an embedded document of another class', { address: home }, 'address', 'type'],
    ['a Date', { address: new Date() }, 'address', 'type'],
    ['a Map', { others: [new Map([['city', 'a']])] }, 'others.0', 'type'],
    ['a promise', { places: new Map([['a', Promise.resolve({})]]) }, 'places.a', 'type'],
    ['an id', { address: new ObjectId() }, 'address', 'type'],
    ['an operator', { address: oneOf([{}]) }, 'address', 'type'],
    ['what hides its fields', { address: new Hidden() }, 'address', 'type'],
    [
      'an object whose prototype is data',
      { address: Object.create({ city: 'a' }) as object },
      'address',
      'type',
    ],
    ['a Date as all values', new Date(), '', 'type'],
    ['a promise of all values', Promise.resolve({}), '', 'type'],
  ])('refuses %s there, and not at the save', async (_, given, path, code) => {
    expect(await errorOf(() => people.build(given))).toMatchObject({
      code: 'VALIDATION_FAILED',
      issues: [expect.objectContaining({ path, code })],
    });
  });
});

import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { DocumentRegistry } from '../../../lib/schema/document-registry.js';
import {
  DuplicateDocumentNameError,
  InvalidSchemaError,
  NotADocumentError,
} from '../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { mapOf } from '../../../lib/schema/declare/type-declaration.js';

@EmbeddedDocument()
class Street {}
@EmbeddedDocument({ name: 'Home' })
class Address {
  @Field() street!: Street;
}
@EmbeddedDocument()
class Price {}
class Named {}
@Document({ name: 'Human' })
class Person extends Named {
  @Id() id!: string;
  @Field(() => [mapOf(Address)]) homes!: Map<string, Address>[];
}
@Document()
class Employee extends Person {
  @Field() salary!: Price;
}
@Document()
class Stranger {
  @Id() id!: string;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe('DocumentRegistry', () => {
  test('gives the schema of what is registered', () => {
    expect(new DocumentRegistry().register(Person)).toBe(schemaOf(Person));
  });

  test.each([
    ['the class', Person],
    ['its base class without decorator', Named],
    ['embedded documents at any depth', Street],
    ['classes that extend it', Employee],
    ['their embedded documents', Price],
  ])('knows %s', (_title, documentClass) => {
    const registry = new DocumentRegistry();
    expect(registry.isKnown(documentClass)).toBe(false);
    registry.register(Person);
    expect(registry.isKnown(documentClass)).toBe(true);
  });

  test('does not know other classes', () => {
    const registry = new DocumentRegistry();
    registry.register(Person);
    expect(registry.isKnown(Stranger)).toBe(false);
  });

  test('registers a class twice without a word', () => {
    const registry = new DocumentRegistry();
    registry.register(Employee);
    registry.register(Person);
    expect(registry.register(Person)).toBe(schemaOf(Person));
  });

  test.each([
    [Person, 'Human'],
    [Address, 'Home'],
    [Named, 'Named'],
    [Stranger, 'Stranger'],
  ])('names %O %s', (documentClass, name) => {
    expect(new DocumentRegistry().nameOf(documentClass)).toBe(name);
  });

  test('refuses what is no document', () => {
    expect(() => new DocumentRegistry().register(Address)).toThrow(NotADocumentError);
  });

  test('refuses a second class of one name, and names both places', () => {
    @Document({ name: 'Stranger' })
    class Alien {
      @Id() id!: string;
    }
    const registry = new DocumentRegistry();
    registry.register(Stranger);
    expect(() => registry.register(Alien)).toThrow(DuplicateDocumentNameError);
    const place = String.raw`\S*document-registry\.spec\.ts:\d+`;
    expect(() => registry.register(Alien)).toThrow(
      new RegExp(
        `^Two document classes have the name Stranger\\. One is declared at ${place}, the other at ${place}, ` +
          `but names must be unique\\. Rename one of them: @Document\\(\\{ name: 'OtherStranger' \\}\\)\\.$`,
      ),
    );
    expect(schemaOf(Stranger).place).not.toBe(schemaOf(Alien).place);
  });

  test('refuses an embedded document with the name of a document', () => {
    @EmbeddedDocument({ name: 'Stranger' })
    class Inner {}
    @Document()
    class Outer {
      @Id() id!: string;
      @Field() inner!: Inner;
    }
    const registry = new DocumentRegistry();
    registry.register(Stranger);
    expect(() => registry.register(Outer)).toThrow(DuplicateDocumentNameError);
  });

  describe('when classes share a collection', () => {
    @Document({ collection: 'vehicles', discriminator: { value: 'any' } })
    class Vehicle {
      @Id() id!: string;
    }
    @Document({ discriminator: { value: 'car' } })
    class Car extends Vehicle {}
    @Document({ discriminator: { value: 'car' } })
    class Van extends Vehicle {}
    @Document({ discriminator: { value: 'any' } })
    class Wreck extends Car {}
    @Document({ collection: 'boats', discriminator: { value: 'car' } })
    class Boat {
      @Id() id!: string;
    }
    const refusal = (name: string, other: string, value: string) =>
      `${name} cannot be stored as it is declared. It shares the collection vehicles with ${other}, and both have the ` +
      `discriminator value ${value}. Give one of them another value: @Document({ discriminator: { value: '…' } }).`;
    const registering = (classes: (new () => object)[]) => () => {
      const registry = new DocumentRegistry();
      for (const each of classes) registry.register(each);
    };

    test.each([
      ['two subclasses', [Van, Car], refusal('Car', 'Van', 'car')],
      ['a class and the one that it extends', [Wreck], refusal('Vehicle', 'Wreck', 'any')],
      ['subclasses of the one that is registered', [Vehicle], refusal('Wreck', 'Vehicle', 'any')],
    ])('refuses one discriminator value of %s, and names both', (_title, classes, message) => {
      expect(registering(classes)).toThrow(InvalidSchemaError);
      expect(registering(classes)).toThrow(message);
    });

    test('does not mind the value of a class of another collection', () => {
      expect(registering([Van, Boat])).not.toThrow();
    });
  });

  test('shares nothing with another one', () => {
    @Document({ name: 'Stranger' })
    class Alien {
      @Id() id!: string;
    }
    new DocumentRegistry().register(Stranger);
    expect(() => new DocumentRegistry().register(Alien)).not.toThrow();
  });

  describe('the family of a class', () => {
    @Document({ collection: 'ships' })
    class Ship {
      @Id() id!: string;
    }
    const declareBoat = () => {
      @Document()
      class Boat extends Ship {}
      return Boat;
    };
    const classes = (registry: DocumentRegistry, documentClass: typeof Ship) =>
      registry.family(schemaOf(documentClass)).map((each) => each.documentClass);

    test('is the class and all that are declared to extend it, the same list each time', () => {
      const registry = new DocumentRegistry();
      registry.register(Person);
      const family = registry.family(schemaOf(Person));

      expect(family.map(({ name }) => name)).toEqual(['Human', 'Employee']);
      expect(registry.family(schemaOf(Person))).toBe(family);
      expect(registry.family(schemaOf(Employee)).map(({ name }) => name)).toEqual(['Employee']);
    });

    test('is one list for applications with the same classes', () => {
      const [one, other] = [new DocumentRegistry(), new DocumentRegistry()];
      one.register(Person);
      other.registerAll([Employee, Person]);

      expect(one.family(schemaOf(Person))).toBe(other.family(schemaOf(Person)));
    });

    test('has what is registered, and else what was declared last', () => {
      const [first, second] = [declareBoat(), declareBoat()];
      const [old, plain] = [new DocumentRegistry(), new DocumentRegistry()];
      old.registerAll([Ship, first]);
      plain.register(Ship);

      expect([classes(old, Ship), classes(plain, Ship)]).toEqual([
        [Ship, first],
        [Ship, second],
      ]);
      expect([old.hasMember(schemaOf(second)), plain.hasMember(schemaOf(first))]).toEqual([false, false]);
    });

    test('gets classes that are declared later, but none in the place of one that it has', () => {
      const registry = new DocumentRegistry();
      const boat = declareBoat();
      registry.register(Ship);
      declareBoat();
      @Document()
      class Raft extends Ship {}

      expect(classes(registry, Ship)).toEqual([Ship, boat, Raft]);
    });

    test('has what is registered later in the place of one that was only declared', () => {
      const registry = new DocumentRegistry();
      declareBoat();
      registry.register(Ship);
      const boat = declareBoat();
      registry.register(boat);

      expect(classes(registry, Ship)).toContain(boat);
      expect(classes(registry, Ship).filter(({ name }) => name === 'Boat')).toHaveLength(1);
    });

    test('does not mind what is wrong with a class that is declared later', () => {
      const registry = new DocumentRegistry();
      @Document({ collection: 'trains' })
      class Train {
        @Id() id!: string;
      }
      registry.register(Train);
      @Document()
      class Broken extends Train {
        @Field() value!: unknown;
      }

      expect(classes(registry, Train)).toEqual([Train]);
      expect(registry.isKnown(Broken)).toBe(false);
      expect(() => new DocumentRegistry().register(Train)).toThrow('The type of Broken.value is unknown');
    });

    test('leaves out a class whose value or embedded document a registered one has', () => {
      @Document({ collection: 'planes' })
      class Plane {
        @Id() id!: string;
      }
      const declare = (name: string) => {
        @EmbeddedDocument()
        class Wing {}
        @Document({ name, discriminator: { value: name === 'Glider' ? 'Jet' : name } })
        class Kind extends Plane {
          @Field() wing?: Wing;
        }
        return Kind;
      };
      declare('Glider');
      const jet = declare('Jet');
      const registry = new DocumentRegistry();
      registry.registerAll([Plane, jet]);

      expect(classes(registry, Plane)).toEqual([Plane, jet]);
    });
  });

  test('keeps no class that was declared anew since', async () => {
    @Document({ collection: 'stars' })
    class Star {
      @Id() id!: string;
    }
    const declare = () => {
      @Document()
      class Sun extends Star {}
      const registry = new DocumentRegistry();
      registry.registerAll([Star, Sun]);
      registry.family(schemaOf(Star));
      return new WeakRef(Sun);
    };
    const old = declare();
    declare();
    // A WeakRef holds what it refers to until the turn is over.
    await new Promise(setImmediate);
    collectGarbage();

    expect(old.deref()).toBeUndefined();
  });
});

import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Sequence, UpdatedAt } from '../../../lib/document/field-roles.js';
import { Field, Id } from '../../../lib/document/field.js';
import type { DocumentClass } from '../../../lib/schema/declare/class-record.js';
import { DocumentRegistry } from '../../../lib/schema/document-registry.js';
import { InvalidSchemaError } from '../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';

@Document({ collection: 'vehicles' })
class Vehicle {
  @Id() id!: string;
  @Field({ key: 'w' }) wheels?: number;
}

/** Declares a class as a minifier has named it. */
function minified(decorate: (documentClass: DocumentClass) => void, base?: typeof Vehicle): DocumentClass {
  const classes = base
    ? { aB: class extends base {} }
    : {
        aB: class {
          id!: string;
        },
      };
  if (!base) Id(() => String)(classes.aB.prototype, 'id');
  decorate(classes.aB);
  return classes.aB;
}

const given =
  'would be named after its class, but such short names come from minifiers and change with each build. Name it: ';

describe('a class that a minifier has named', () => {
  test.each<[string, () => DocumentClass, string]>([
    ['collection', () => minified(Document()), `Its collection ${given}@Document({ collection: 'people' })`],
    [
      'discriminator',
      () => minified(Document(), Vehicle),
      `Its discriminator ${given}@Document({ discriminator: { value: 'truck' } })`,
    ],
    [
      'counter',
      () =>
        minified((documentClass) => {
          Sequence()(documentClass.prototype as object, 'number');
          Document({ collection: 'invoices' })(documentClass);
        }),
      `The counter of number ${given}@Sequence({ name: 'invoices' })`,
    ],
  ])('is refused where its %s would have that name', (_what, declare, message) => {
    const documentClass = declare();
    expect(() => schemaOf(documentClass)).toThrow(InvalidSchemaError);
    expect(() => schemaOf(documentClass)).toThrow(
      `aB cannot be stored as it is declared. ${message}, or configure the minifier to keep class names.`,
    );
  });

  test.each<[string, () => DocumentClass]>([
    ['its collection is named', () => minified(Document({ collection: 'people' }))],
    ['it is named itself', () => minified(Document({ name: 'Ox' }))],
    ['its discriminator is named', () => minified(Document({ discriminator: { value: 'truck' } }), Vehicle)],
    ['it is named itself and extends another one', () => minified(Document({ name: 'Go' }), Vehicle)],
    [
      'its counter is named',
      () =>
        minified((documentClass) => {
          Sequence({ name: 'invoices' })(documentClass.prototype as object, 'number');
          Document({ collection: 'invoices' })(documentClass);
        }),
    ],
  ])('is taken where %s', (_what, declare) => {
    const documentClass = declare();
    expect(schemaOf(documentClass).documentClass).toBe(documentClass);
  });

  test('is told apart from another one of its name with a remedy for both', () => {
    const registry = new DocumentRegistry();
    const twice = ['one', 'two'].map((collection) => minified(Document({ collection })));

    expect(() => {
      registry.registerAll(twice);
    }).toThrow(
      /^Two document classes have the name aB\. .+ Name both: @Document\(\{ name: 'Person' \}\), or configure the minifier to keep class names\.$/,
    );
  });
});

describe('a field that is declared again', () => {
  const message = (name: string, inherited: string, key: string): string =>
    `${name} cannot be stored as it is declared. It has the key ${inherited} in the class that declares it first, and is declared ` +
    `again with the key ${key}: one field would be stored in two places. Declare it with { key: '${inherited}' }, or give it another name.`;

  test.each<[string, () => DocumentClass, string]>([
    [
      'another key',
      () => {
        @Document()
        class Truck extends Vehicle {
          @Field({ key: 'n' }) override wheels = 4;
        }
        return Truck;
      },
      message('Truck.wheels', 'w', 'n'),
    ],
    [
      'no key',
      () => {
        @Document()
        class Wagon extends Vehicle {
          @Field({ required: true }) override wheels = 4;
        }
        return Wagon;
      },
      message('Wagon.wheels', 'w', 'wheels'),
    ],
    [
      'another key, of an abstract class',
      () => {
        @Document({ abstract: true })
        class Entity {
          @Id() id!: string;
          @UpdatedAt() updatedAt!: Date;
        }
        @Document()
        class Paper extends Entity {
          @UpdatedAt({ key: 'u' }) override updatedAt = new Date();
        }
        return Paper;
      },
      message('Paper.updatedAt', 'updatedAt', 'u'),
    ],
    [
      'the key of a field, where it was the id',
      () => {
        @Document()
        class Cart extends Vehicle {
          @Field() override id = '';
        }
        return Cart;
      },
      message('Cart.id', '_id', 'id'),
    ],
    [
      'another key, in an embedded document',
      () => {
        class Named {
          @Field({ key: 'n' }) name?: string;
        }
        @EmbeddedDocument()
        class Part extends Named {
          @Field() override name = '';
        }
        @Document()
        class Whole {
          @Id() id!: string;
          @Field() part?: Part;
        }
        return Whole;
      },
      message('Part.name', 'n', 'name'),
    ],
  ])('is refused with %s', (_how, declare, expected) => {
    const documentClass = declare();
    expect(() => schemaOf(documentClass)).toThrow(InvalidSchemaError);
    expect(() => schemaOf(documentClass)).toThrow(expected);
  });

  test('is taken with the same key', () => {
    @Document()
    class Bus extends Vehicle {
      @Field(() => String, { key: 'w' }) override wheels = undefined as never;
    }

    expect(schemaOf(Bus).fieldsByName.get('wheels')).toMatchObject({ key: 'w', type: { kind: 'string' } });
  });
});

describe('a class whose schema could not be made', () => {
  test('leaves nothing behind in those that it holds', () => {
    @EmbeddedDocument()
    class Inner {
      @Field(() => Outer) outer?: unknown;
    }
    @EmbeddedDocument()
    class Outer {
      @Field(() => Inner) inner?: unknown;
      @Field() wrong!: unknown;
    }
    @Document()
    class Holder {
      @Id() id!: string;
      @Field() inner?: Inner;
    }
    for (let round = 0; round < 2; round++)
      expect(() => schemaOf(Holder)).toThrow('The type of Outer.wrong is unknown');
  });
});

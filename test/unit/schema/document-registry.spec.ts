import { describe, expect, test } from '@jest/globals';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { DocumentRegistry } from '../../../lib/schema/document-registry.js';
import { DuplicateDocumentNameError, NotADocumentError } from '../../../lib/schema/schema-errors.js';
import { schemaOf } from '../../../lib/schema/schema-of.js';
import { mapOf } from '../../../lib/schema/type-declaration.js';

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
  ])('names %p %s', (documentClass, name) => {
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
          `and names must tell classes apart\\. Name one of them: @Document\\(\\{ name: 'OtherStranger' \\}\\)\\.$`,
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

  test('shares nothing with another one', () => {
    @Document({ name: 'Stranger' })
    class Alien {
      @Id() id!: string;
    }
    new DocumentRegistry().register(Stranger);
    expect(() => new DocumentRegistry().register(Alien)).not.toThrow();
  });
});

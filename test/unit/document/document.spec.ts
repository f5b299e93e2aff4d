import { describe, expect, test } from 'vitest';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Id } from '../../../lib/document/field.js';
import { declaredSubclasses, findRecord } from '../../../lib/schema/declare/class-record.js';
import { InvalidSchemaError } from '../../../lib/schema/schema-errors.js';

describe('@Document()', () => {
  test('records the name of the class, and no collection', () => {
    @Document()
    class Person {}
    expect(findRecord(Person)?.document).toMatchObject({
      kind: 'document',
      name: 'Person',
      collection: undefined,
    });
  });

  test('records what is given', () => {
    @Document({ name: 'Human', collection: 'people' })
    class Person {}
    expect(findRecord(Person)?.document).toMatchObject({ name: 'Human', collection: 'people' });
  });

  test('records where the class is declared', () => {
    @Document()
    class Person {}
    expect(findRecord(Person)?.document?.place).toMatch(/^\/.*document\.spec\.ts:\d+$/);
  });

  test('leaves the class as it is', () => {
    class Plain {}
    const before = Reflect.ownKeys(Plain);
    Document()(Plain);
    expect(Reflect.ownKeys(Plain)).toEqual(before);
    expect(Reflect.ownKeys(Plain.prototype)).toEqual(['constructor']);
  });

  test('is told to the nearest document that the class extends', () => {
    @Document()
    class Base {
      @Id() id!: string;
    }
    class Middle extends Base {}
    @Document()
    class Heir extends Middle {}
    @Document()
    class Grandchild extends Heir {}
    expect(declaredSubclasses(Base)).toEqual([Heir]);
    expect(declaredSubclasses(Heir)).toEqual([Grandchild]);
  });

  test.each(['', 'a.b', '*', 'a b', '1a', '$a', '-a'])('refuses the name "%s"', (name) => {
    const decorate = (): void => Document({ name })(class Person {});
    expect(decorate).toThrow(InvalidSchemaError);
    expect(decorate).toThrow(
      /^The class declared at \S*document\.spec\.ts:\d+ cannot be stored as it is declared\. Its name is empty or holds characters that separate or match event names\. Name it with letters, digits, _ and -: \{ name: 'Person' \}\.$/,
    );
  });

  test.each(['Person', '_p', 'Größe', 'a-b', 'A1'])('takes the name "%s"', (name) => {
    expect(() => Document({ name })(class Person {})).not.toThrow();
  });

  test('refuses a class without a name', () => {
    expect(() => Document()((() => class {})())).toThrow(InvalidSchemaError);
  });

  test.each(['', 'system.users', 'a$b', 'a\0b', 'a\ud83c'])('refuses the collection %j', (collection) => {
    expect(() => Document({ collection })(class Person {})).toThrow(
      'Person cannot be stored as it is declared. Its collection name is empty, starts with system., or holds $, a null character or half of a surrogate pair. Choose another collection name.',
    );
  });
});

describe('@EmbeddedDocument()', () => {
  test('records the name and no collection', () => {
    @EmbeddedDocument()
    class Address {}
    @EmbeddedDocument({ name: 'Place' })
    class Other {}
    expect(findRecord(Address)?.document).toMatchObject({
      kind: 'embedded',
      name: 'Address',
      collection: undefined,
    });
    expect(findRecord(Other)?.document?.name).toBe('Place');
    expect(findRecord(Other)?.document?.place).toMatch(/document\.spec\.ts:\d+$/);
  });

  test('refuses a name that no event can have', () => {
    expect(() => EmbeddedDocument({ name: 'a.b' })(class Address {})).toThrow(InvalidSchemaError);
  });
});

import { describe, expect, test } from 'vitest';
import { Document } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import type { FieldRecord } from '../../../../lib/schema/declare/class-record.js';
import { unknownDeclared, unknownEmitted, unknownThrown } from '../../../../lib/schema/build/unknown-type.js';

@Document()
class Person {
  @Id() id!: string;
  @Field() name!: string;
}

const emitted = (emittedType: unknown, isTypeEmitted = true): string => {
  const record = { emittedType, isTypeEmitted, constraints: {} } as unknown as FieldRecord;
  return unknownEmitted('Person.field', record).message;
};

describe('unknownEmitted', () => {
  test.each<[string, unknown, string, string]>([
    ['an array', Array, 'it is an array', '@Field(() => [String])'],
    ['a Map', Map, 'it is a Map', '@Field(() => mapOf(String))'],
    ['a function', Function, 'it is a function', 'Remove @Field()'],
    ['an interface or a union', Object, 'interfaces, unions', '@EmbeddedDocument()'],
    ['an enum', { Small: 'small' }, 'it is an enum', '@Field({ enum: Size })'],
    ['a class that was not there', undefined, 'in a circle', 'Circular<Address>'],
  ])('says what to do about %s', (_kind, type, reason, remedy) => {
    expect(emitted(type)).toContain(reason);
    expect(emitted(type)).toContain(remedy);
  });

  test('names the option of the compiler where nothing was emitted', () => {
    expect(emitted(undefined, false)).toContain('"emitDecoratorMetadata"');
  });
});

describe('unknownDeclared', () => {
  test.each<[string, unknown, string]>([
    ['a Set', Set, 'Make it an array: @Field(() => [String])'],
    ['a Promise', Promise, 'Store its result'],
    ['a RegExp', RegExp, 'Store its text: @Field(() => String)'],
    ['a document', Person, 'store its id (@Field(() => ObjectId))'],
    ['another class', class Money {}, 'Decorate the class with @EmbeddedDocument()'],
    ['nothing', undefined, 'Import the class from its own file'],
    ['a list of two', [String, Number], 'Write the one type of all elements'],
    ['an enum', { Small: 'small' }, '@Field({ enum: Size })'],
    ['a text', 'string', 'Return a class'],
  ])('says what to do about %s', (_kind, declared, remedy) => {
    expect(unknownDeclared('Person.field', declared).message).toContain(remedy);
  });
});

describe('unknownThrown', () => {
  test('names the kind of the error, and nothing that it says', () => {
    const { message } = unknownThrown('Person.field', new ReferenceError('Secret is not defined'));

    expect(message).toBe(
      'The type of Person.field is unknown. Its type function throws a ReferenceError, as happens when a class is imported with "import type" ' +
        'or modules import each other in a circle. Import the class from its own file, with a plain import.',
    );
  });
});

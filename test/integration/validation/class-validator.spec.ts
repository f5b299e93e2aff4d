import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IsEmail, IsOptional, Length, Min, ValidateNested } from 'class-validator';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, ValidationError } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { classValidator } from 'nestjs-documents/class-validator';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

@EmbeddedDocument()
class Address {
  @Length(4) @Field() zip?: string;
}

/** Validated by itself, also where an object literal stands for it. */
@EmbeddedDocument({ validate: classValidator() })
class Phone {
  @Length(3) @Field() number?: string;
}

@Document({ collection: 'contacts', validate: classValidator({ stopAtFirstError: true }) })
class Contact {
  @Id() id!: ObjectId;
  @IsEmail() @Field({ maxLength: 20 }) email!: string;
  @Min(18) @Field() age!: number;
  @ValidateNested() @Field(() => [Address]) addresses?: Address[];
  @Field() phone?: Phone;
  @IsOptional() @Length(2, 9, { each: true }) @Field(() => [String]) tags?: string[];
}

describe('classValidator', () => {
  let world: IntegrationApp;
  let contacts: DocumentRepository<Contact>;
  beforeAll(async () => {
    world = await openApp([Contact]);
    contacts = world.repository(Contact);
  });
  afterAll(() => world.close());

  const refusalOf = async (work: () => unknown): Promise<ValidationError> => {
    const error = (await errorOf(work)) as ValidationError;
    expect(error).toBeInstanceOf(ValidationError);
    return error;
  };
  const texts = ({ issues }: ValidationError): string[] =>
    issues.map(({ path, code, message }) => `${path} ${code}: ${message}`);

  test('refuses what its decorators refuse, at the paths of the document', async () => {
    const contact = contacts.build({
      email: 'SECRET',
      age: 17,
      addresses: [{ zip: '1010' }, { zip: '1' }],
      tags: ['ab', 'c'],
    });
    contact.phone = { number: '1' };
    const error = await refusalOf(() => contacts.save(contact));
    expect(texts(error)).toEqual([
      'email custom: is refused by its validator',
      'age custom: is refused by its validator',
      'addresses.1.zip custom: is refused by its validator',
      'phone.number custom: is refused by its validator',
      'tags custom: is refused by its validator',
    ]);
    expect(error.issues.map(({ detail }) => detail)).toEqual([
      'email must be an email',
      'age must not be less than 18',
      'zip must be longer than or equal to 4 characters',
      'number must be longer than or equal to 3 characters',
      'each value in tags must be longer than or equal to 2 and shorter than or equal to 9 characters',
    ]);
    expect(inspect(error) + error.message).not.toContain('must be');
    expect(await world.db.collection('contacts').countDocuments()).toBe(0);
  });

  test('says not again what is of a wrong type, and is run for each document of insertMany', async () => {
    const documents = [
      contacts.build({ email: 5 as never, age: 17 }),
      contacts.build({ email: 'ada@math.uk', age: 18, tags: ['a'] }),
    ];
    const error = await refusalOf(() => contacts.insertMany(documents));
    expect(texts(error)).toEqual([
      '0.email type: should be string, not number',
      '0.age custom: is refused by its validator',
      '1.tags custom: is refused by its validator',
    ]);
    expect(error.issues[1]?.detail).toBe('age must not be less than 18');
  });

  test('lets through what is valid, and takes nothing out of it', async () => {
    const values = { email: 'ada@math.uk', age: 18, phone: { number: '123' } };
    const { id } = await contacts.create(values);
    expect(await world.db.collection('contacts').findOne({ _id: id })).toEqual({ _id: id, ...values });
  });

  test('refuses the update of a loaded document', async () => {
    const { id } = await contacts.create({ email: 'ada@math.uk', age: 18 });
    const contact = await contacts.getById(id);
    contact.age = 17;
    expect(texts(await refusalOf(() => contacts.save(contact)))).toEqual([
      'age custom: is refused by its validator',
    ]);
  });
});

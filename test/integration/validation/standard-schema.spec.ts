import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type } from 'arktype';
import { ObjectId } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, ValidationError } from 'nestjs-documents';
import type { CreateValues, DocumentClass, DocumentRepository } from 'nestjs-documents';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import * as v from 'valibot';
import { z } from 'zod';
import { errorOf, openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

interface Contact {
  id: ObjectId;
  email?: string;
  tags?: string[];
  address?: Address;
  age?: number;
}

@EmbeddedDocument({ validate: z.object({ zip: z.string().regex(/^\d+$/) }) })
class Address {
  @Field() zip?: string;
}

/** A document class whose field and class are validated by schemas of one library. */
function contactClass(
  name: string,
  email: StandardSchemaV1,
  whole: StandardSchemaV1,
): DocumentClass<Contact> {
  @Document({ name, collection: 'contacts', validate: whole })
  class Validated implements Contact {
    @Id() id!: ObjectId;
    @Field({ maxLength: 12, validate: email }) email?: string;
    @Field(() => [String], { required: true }) tags?: string[];
    @Field() address?: Address;
    @Field() age?: number;
  }
  return Validated;
}

const ZodContact = contactClass(
  'ZodContact',
  z.email().transform((text) => text.toUpperCase()),
  z.object({ tags: z.array(z.string().min(2)), age: z.number().min(18).optional() }),
);
const ValibotContact = contactClass(
  'ValibotContact',
  v.pipe(v.string(), v.email(), v.toUpperCase()),
  v.object({
    tags: v.array(v.pipe(v.string(), v.minLength(2))),
    age: v.optional(v.pipe(v.number(), v.minValue(18))),
  }),
);
const ArktypeContact = contactClass(
  'ArktypeContact',
  type('string.email').pipe((text) => text.toUpperCase()),
  type({ tags: 'string[] & (string >= 2)[]', 'age?': 'number >= 18' }),
);
const classes = { zod: ZodContact, valibot: ValibotContact, arktype: ArktypeContact };

describe.each(Object.entries(classes))('A Standard Schema of %s', (_library, documentClass) => {
  let world: IntegrationApp;
  let contacts: DocumentRepository<Contact>;
  beforeAll(async () => {
    world = await openApp([documentClass]);
    contacts = world.repository(documentClass);
  });
  afterAll(() => world.close());

  const refusalOf = async (values: CreateValues<Contact>): Promise<ValidationError> => {
    const error = (await errorOf(async () => contacts.create(values))) as ValidationError;
    expect(error).toBeInstanceOf(ValidationError);
    return error;
  };
  const texts = ({ issues }: ValidationError): string[] =>
    issues.map(({ path, code, message }) => `${path} ${code}: ${message}`);

  test('accepts what is valid, and its output is ignored', async () => {
    const values = { email: 'ada@math.uk', tags: ['ab'], age: 18, address: { zip: '1010' } };
    const { id } = await contacts.create(values);
    expect(await world.db.collection('contacts').findOne({ _id: id })).toEqual({ _id: id, ...values });
  });

  test('refuses with the paths of the document, beside our own issues', async () => {
    const error = await refusalOf({
      email: 'no address at all',
      tags: ['ab', 'c'],
      age: 17,
      address: { zip: 'x' },
    });
    expect(texts(error)).toEqual([
      'email max_length: should have at most 12 characters',
      'email custom: is refused by its validator',
      'tags.1 custom: is refused by its validator',
      'address.zip custom: is refused by its validator',
      'age custom: is refused by its validator',
    ]);
  });

  test('says not again what is missing or of a wrong type', async () => {
    expect(texts(await refusalOf({ age: 'x' as never, email: 'SECRET' }))).toEqual([
      'email custom: is refused by its validator',
      'tags required: is required',
      'age type: should be number, not string',
    ]);
  });

  test('has its text, which may quote the value, where nobody sees it who does not ask', async () => {
    const error = await refusalOf({ email: 'SECRET', tags: [] });
    const [issue] = error.issues;
    expect(typeof issue?.detail).toBe('string');
    expect(issue?.detail).not.toBe('');
    expect(error.message + inspect(error) + JSON.stringify(error.issues)).not.toContain('SECRET');
    expect(inspect(error.issues)).not.toContain(issue?.detail);
  });
});

import { describe, expect, test } from 'vitest';
import { EmbeddedDocument } from '../../../lib/document/document.js';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { describeType } from '../../../lib/schema/describe-type.js';
import type { FieldType } from '../../../lib/schema/document-schema.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { mapOf } from '../../../lib/schema/declare/type-declaration.js';

@EmbeddedDocument({ name: 'PostalAddress' })
class Address {}

@Document()
class Person {
  @Id() id!: string;
  @Field() name!: string;
  @Field(() => [String]) tags!: string[];
  @Field(() => mapOf([Address])) places!: Map<string, Address[]>;
  @Field(() => [[Number]]) matrix!: number[][];
  @Field(() => 'any') extra!: unknown;
}

describe('describeType', () => {
  test.each([
    ['name', 'string'],
    ['tags', 'string[]'],
    ['places', 'map of PostalAddress[]'],
    ['matrix', 'number[][]'],
    ['extra', 'any'],
  ])('of %s is %s', (field, expected) => {
    const type = schemaOf(Person).fieldsByName.get(field)?.type as FieldType;
    expect(describeType(type)).toBe(expected);
  });
});

import { expect, test } from 'vitest';
import { Document } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { Undeclared } from '../../../lib/document/undeclared.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { mapOf } from '../../../lib/schema/declare/type-declaration.js';
import { pathTo } from '../../../lib/validation/path-to.js';
import type { Segment } from '../../../lib/validation/place.js';
import { Address } from '../../support/unit/unit-world.js';

@Document()
class Book {
  @Id(() => String) id = '';
  @Field() 'first name'?: string;
  @Field(() => mapOf([Address])) places?: Map<string, Address[]>;
  @Field(() => 'any') extra?: unknown;
  @Undeclared() 'other keys'?: Map<string, unknown>;
}
const start = { kind: 'embedded', schema: schemaOf(Book) } as const;
const key = 'ada@example.org';

test.each<[Segment[], string]>([
  [[], ''],
  [['first name'], 'first name'],
  [['last name'], '(9 characters)'],
  [['places', 'home', 0, 'street'], 'places.home.0.street'],
  [['places', key, 0, 'street'], 'places.(15 characters).0.street'],
  [['places', key, 0, key], 'places.(15 characters).0.(15 characters)'],
  [['extra', 'a', key, 3], 'extra.a.(15 characters).3'],
  [['other keys', key], 'other keys.(15 characters)'],
  // A key that is called as a field elsewhere.
  [['places', 'first name'], 'places.(10 characters)'],
  [['nowhere', 'first name'], 'nowhere.(10 characters)'],
])('%O is shown as %O', (segments, expected) => {
  expect(pathTo(start, segments)).toBe(expected);
});

test('The name of a field where the way begins is shown', () => {
  const field = { kind: 'field', name: 'first name', type: { kind: 'map', of: { kind: 'any' } } } as const;
  expect(pathTo(field, ['first name', key])).toBe('first name.(15 characters)');
});

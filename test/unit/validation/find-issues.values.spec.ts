import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import type { FieldType } from '../../../lib/schema/document-schema.js';
import { describeValue } from '../../../lib/value/describe-value.js';
import { findValueIssues } from '../../../lib/validation/find-issues.js';
import { Address, sampleSchema } from '../../support/unit/unit-world.js';

describe('findValueIssues', () => {
  const typeOf = (field: string): FieldType => sampleSchema.fieldsByName.get(field)?.type as FieldType;

  test.each([null, undefined])('finds nothing in %O', (value) => {
    expect(findValueIssues(typeOf('embedded'), value, 'embedded')).toEqual([]);
  });

  test('begins at the path', () => {
    expect(findValueIssues(typeOf('array'), ['a', 1], 'some.path')).toEqual([
      { path: 'some.path.1', code: 'type', message: 'should be string, not number' },
    ]);
  });
});

describe('describeValue', () => {
  test.each<[unknown, string]>([
    [null, 'null'],
    [undefined, 'undefined'],
    ['secret', 'string'],
    [1, 'number'],
    [NaN, 'NaN'],
    [1n, 'bigint'],
    [true, 'boolean'],
    [Symbol('secret'), 'symbol'],
    [() => {}, 'function'],
    [[], 'an array'],
    [new Date(0), 'Date'],
    [new Date(NaN), 'an invalid Date'],
    [new Map(), 'Map'],
    [new Address(), 'Address'],
    [{}, 'Object'],
    [{ constructor: { name: 'secret' } }, 'Object'],
    [Object.create({ constructor: { name: 'secret' } }), 'object'],
    [Object.create({ constructor: { name: Symbol('secret') } }), 'object'],
    [Object.create(null), 'object'],
    [new ObjectId(), 'ObjectId'],
  ])('is the type: row %#', (value, expected) => {
    expect(describeValue(value)).toBe(expected);
  });
});

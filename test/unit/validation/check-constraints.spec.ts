import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { Binary, Decimal128, ObjectId, UUID } from 'mongodb';
import { buildConstraints } from '../../../lib/schema/build/build-constraints.js';
import type { Constraints, FieldConstraints } from '../../../lib/schema/declare/constraints.js';
import type { FieldType } from '../../../lib/schema/document-schema.js';
import type { ScalarKind } from '../../../lib/schema/kind-declarations.js';
import { checkConstraints } from '../../../lib/validation/check-constraints.js';
import { IssueList } from '../../../lib/validation/issue-list.js';
import { documentPlace } from '../../../lib/validation/place.js';
import type { ValidationIssue } from '../../../lib/validation/validation-issue.js';

const string: FieldType = { kind: 'string' };
const issuesOf = (type: FieldType, declared: FieldConstraints, value: unknown): ValidationIssue[] =>
  IssueList.find({ start: { kind: 'any' }, checks: 'all' }, (list) => {
    const constraints = buildConstraints('A.b', type, declared) as Constraints;
    checkConstraints(constraints, value, documentPlace, 'b', list);
  }).issues.listed;
const textsOf = (type: FieldType, declared: FieldConstraints, value: unknown): string[] =>
  issuesOf(type, declared, value).map(({ path, code, message }) => `${path} ${code}: ${message}`);

const date = (text: string): Date => new Date(text);
const id = '64b000000000000000000001';

describe('checkConstraints', () => {
  test.each<[FieldType['kind'], FieldConstraints, unknown, unknown, string]>([
    ['number', { min: 18 }, 18, 17.9, 'b min: should be at least 18'],
    ['number', { max: 18n }, 18, 18.1, 'b max: should be at most 18'],
    ['int32', { min: 0 }, -0, -1, 'b min: should be at least 0'],
    ['double', { max: 1 }, -Infinity, Infinity, 'b max: should be at most 1'],
    ['bigint', { min: 5 }, 5n, 4n, 'b min: should be at least 5'],
    ['bigint', { max: 2n ** 60n }, 2n ** 60n, 2n ** 60n + 1n, `b max: should be at most ${2n ** 60n}`],
    [
      'date',
      { min: date('2020-01-01') },
      date('2020-01-01'),
      date('2019-12-31T23:59:59.999Z'),
      'b min: should be at least 2020-01-01T00:00:00.000Z',
    ],
    [
      'date',
      { max: date('2020-01-01') },
      date('2020-01-01'),
      date('2020-01-02'),
      'b max: should be at most 2020-01-01T00:00:00.000Z',
    ],
    ['string', { minLength: 2 }, 'ab', 'a', 'b min_length: should have at least 2 characters'],
    ['string', { minLength: 1 }, 'a', '', 'b min_length: should have at least 1 character'],
    ['string', { minLength: 2 }, '👍👍', '👍', 'b min_length: should have at least 2 characters'],
    ['string', { maxLength: 2 }, '👍👍', 'abc', 'b max_length: should have at most 2 characters'],
    ['string', { maxLength: 0 }, '', 'a', 'b max_length: should have at most 0 characters'],
    ['string', { pattern: /^a+$/ }, 'aa', 'ab', 'b pattern: should match /^a+$/'],
    ['string', { pattern: /a/i }, 'xAx', 'b', 'b pattern: should match /a/i'],
    [
      'buffer',
      { minLength: 2 },
      Buffer.alloc(2),
      Buffer.alloc(1),
      'b min_length: should have at least 2 bytes',
    ],
    [
      'buffer',
      { maxLength: 1 },
      new Uint8Array(1),
      new Uint8Array(2),
      'b max_length: should have at most 1 byte',
    ],
    ['string', { choices: ['a', 'b'] }, 'b', 'c', 'b enum: should be one of "a", "b"'],
    ['string', { enum: { A: 'a' } }, 'a', 'A', 'b enum: should be one of "a"'],
    ['number', { choices: [1, 2] }, 2, 1.5, 'b enum: should be one of 1, 2'],
    ['bigint', { choices: [1n] }, 1n, 2n, 'b enum: should be one of 1'],
    ['boolean', { choices: [true] }, true, false, 'b enum: should be one of true'],
    [
      'date',
      { choices: [date('2020-01-01')] },
      date('2020-01-01'),
      date('2021-01-01'),
      'b enum: should be one of 2020-01-01T00:00:00.000Z',
    ],
    [
      'objectId',
      { choices: [new ObjectId(id)] },
      new ObjectId(id),
      new ObjectId(),
      `b enum: should be one of "${id}"`,
    ],
    ['buffer', { choices: [Buffer.of(1)] }, new Uint8Array([1]), Buffer.of(2), 'b enum: should be one of 01'],
  ])('%s with %O takes the first value and refuses the second', (kind, declared, good, bad, message) => {
    expect(textsOf({ kind } as FieldType, declared, good)).toEqual([]);
    expect(textsOf({ kind } as FieldType, declared, bad)).toEqual([message]);
  });

  test.each<[ScalarKind, unknown, unknown, unknown]>([
    [
      'uuid',
      new UUID('01234567-89ab-4def-8123-456789abcdef'),
      new UUID('01234567-89ab-4def-8123-456789abcdef'),
      new UUID(),
    ],
    ['decimal128', new Decimal128('1.5'), new Decimal128('1.5'), new Decimal128('2.5')],
    ['binary', new Binary(Buffer.of(1)), new Binary(Buffer.of(1)), new Binary(Buffer.of(2))],
    ['any', new ObjectId(id), new ObjectId(id), { toJSON: () => id }],
    ['any', date('2020-01-01'), date('2020-01-01'), { getTime: () => date('2020-01-01').getTime() }],
    ['any', Buffer.of(1), Buffer.of(1), [1]],
  ])('takes a choice of %s by value', (kind, choice, good, bad) => {
    const declared = { choices: [choice] } as FieldConstraints;
    expect(issuesOf({ kind }, declared, good)).toEqual([]);
    expect(issuesOf({ kind }, declared, bad)).toHaveLength(1);
  });

  test('counts the elements of arrays and the entries of maps', () => {
    const array: FieldType = { kind: 'array', of: string };
    const map: FieldType = { kind: 'map', of: string };
    expect(textsOf(array, { minLength: 1, maxLength: 1 }, ['a'])).toEqual([]);
    expect(textsOf(array, { minLength: 2 }, ['a'])).toEqual([
      'b min_length: should have at least 2 elements',
    ]);
    expect(textsOf(array, { maxLength: 1 }, ['a', 'b'])).toEqual([
      'b max_length: should have at most 1 element',
    ]);
    expect(textsOf(map, { minLength: 1 }, new Map())).toEqual(['b min_length: should have at least 1 entry']);
    expect(textsOf(map, { maxLength: 0 }, new Map([['a', 'b']]))).toEqual([
      'b max_length: should have at most 0 entries',
    ]);
  });

  test('finds all that is wrong with one value', () => {
    const declared = { choices: ['a'], minLength: 3, pattern: /a/ };
    expect(issuesOf(string, declared, 'b').map(({ code }) => code)).toEqual([
      'enum',
      'min_length',
      'pattern',
    ]);
  });

  test.each([/a/g, /a/y, /a/gy])('begins anew for each value with the pattern %O', (pattern) => {
    pattern.lastIndex = 1;
    const constraints = buildConstraints('A.b', string, { pattern }) as Constraints;
    for (let time = 0; time < 3; time++) {
      const list = IssueList.find({ start: { kind: 'any' }, checks: 'all' }, (found) => {
        checkConstraints(constraints, 'a', documentPlace, 'b', found);
      });
      expect(list.isEmpty).toBe(true);
    }
    expect(pattern.lastIndex).toBe(1);
  });

  test('names no value of the document', () => {
    const declared = { choices: ['a'], minLength: 50, maxLength: 60, pattern: /^a$/ };
    expect(JSON.stringify(issuesOf(string, declared, 'secret'))).not.toContain('secret');
  });

  test('counts characters as a string is walked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (text, length) => {
        const count = Array.from(text).length;
        expect(issuesOf(string, { minLength: length }, text)).toHaveLength(count < length ? 1 : 0);
        expect(issuesOf(string, { maxLength: length }, text)).toHaveLength(count > length ? 1 : 0);
      }),
    );
  });
});

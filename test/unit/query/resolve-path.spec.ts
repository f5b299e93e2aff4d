import { describe, expect, test } from 'vitest';
import { describeType } from '../../../lib/schema/describe-type.js';
import { UnknownPathError } from '../../../lib/query/query-errors.js';
import { resolvePath } from '../../../lib/query/resolve-path.js';
import { personSchema, sampleSchema } from '../../support/unit/unit-world.js';

describe('resolvePath', () => {
  test.each([
    ['id', '_id', 'objectId'],
    ['age', 'a', 'number'],
    ['address', 'address', 'Address'],
    ['address.street', 'address.s', 'string'],
    ['address.location.latitude', 'address.location.latitude', 'number'],
    ['tags', 'tags', 'string[]'],
    ['tags.0', 'tags.0', 'string'],
    ['others.12', 'others.12', 'Address'],
    ['others.1.street', 'others.1.s', 'string'],
    ['others.street', 'others.s', 'string'],
    ['scores.ada', 'scores.ada', 'number'],
    ['scores.0', 'scores.0', 'number'],
    ['scores.constructor', 'scores.constructor', 'number'],
    ['places.home.street', 'places.home.s', 'string'],
    ['extra.a.0.b', 'extra.a.0.b', 'any'],
  ])('finds %s under %s: %s', (path, keyPath, type) => {
    const found = resolvePath(personSchema, path);
    expect([found.keyPath, describeType(found.type)]).toEqual([keyPath, type]);
  });

  test('goes through arrays of arrays and classes that hold themselves', () => {
    expect(resolvePath(sampleSchema, 'nested.0.1.street').keyPath).toBe('nested.0.1.s');
    expect(resolvePath(sampleSchema, 'node.left.right.children.3.label').type).toEqual({ kind: 'string' });
  });

  test.each([
    '',
    '.',
    'unknown',
    '_id',
    'a',
    'address.s',
    'address.',
    '.address',
    'address..street',
    'address.zip',
    'name.length',
    'tags.a',
    'tags.-1',
    'tags.01',
    'tags.0.length',
    'tags.$',
    'others.$[].street',
    'scores.',
    'scores.$a',
    'extra.$where',
    'extra.a.$b',
    'extra.__proto__',
    'scores.__proto__',
    '__proto__',
    'constructor',
    'address.constructor',
    '$where',
    'extra.a\0',
    'extra._bsontype',
    `extra${'.a'.repeat(100)}`,
  ])('refuses %j', (path) => {
    expect(() => resolvePath(personSchema, path)).toThrow(UnknownPathError);
  });
});

import { Decimal128, Double, Int32, Long } from 'mongodb';
import { describe, expect, test } from 'vitest';
import type { DeclaredIndex, IndexDirection } from '../../../../lib/server/declared-collection.js';
import { readIndexes } from '../../../../lib/server/existing/read-index.js';
import { differingParts } from '../../../../lib/server/form/index-details.js';
import { formOfDeclared, formOfExisting, signatureOf } from '../../../../lib/server/form/index-form.js';

type Keys = Readonly<Record<string, IndexDirection>>;

const declared = (keys: Keys, options: object = {}): DeclaredIndex => {
  return { name: 'declared', keys: Object.entries(keys), options, declaredBy: [] };
};

/** The parts in which an index that the server lists differs from a declared one. */
const differences = (listed: object, keys: Keys, options: object = {}, inherited?: object): string[] => {
  const [existing] = readIndexes([{ name: 'listed', ...listed }]);
  return differingParts(formOfExisting(existing!), formOfDeclared(declared(keys, options), inherited));
};

/** The collation `de` as the server lists it. */
const german = {
  ...{ locale: 'de', caseLevel: false, caseFirst: 'off', strength: 3, numericOrdering: false },
  ...{ alternate: 'non-ignorable', maxVariable: 'punct', normalization: false, backwards: false },
  version: '57.1',
};

/** The text index of titles and bodies, as the server lists it. */
const listedText = {
  key: { tenant: 1, _fts: 'text', _ftsx: 1, at: -1 },
  weights: { body: 1, title: 10 },
  ...{ default_language: 'english', language_override: 'language', textIndexVersion: 3 },
};
const textKeys: Keys = { tenant: 1, title: 'text', body: 'text', at: -1 };

describe('An index of the server equals a declared one', () => {
  test.each<[string, object, Keys, object?, object?]>([
    ['with its version and namespace', { v: 2, ns: 'app.people', key: { a: 1 } }, { a: 1 }],
    ['built in the background', { key: { a: 1 }, background: true }, { a: 1 }],
    [
      'with directions of other numeric types',
      { key: { a: new Double(1), b: Long.fromNumber(-1) } },
      { a: 1, b: -1 },
    ],
    ['with options of old servers', { key: { a: 1 }, unique: 1, sparse: 0 }, { a: 1 }, { unique: true }],
    ['with flags that are false', { key: { a: 1 }, unique: false, prepareUnique: false }, { a: 1 }],
    [
      'with a time of another type',
      { key: { a: 1 }, expireAfterSeconds: new Int32(60) },
      { a: 1 },
      { expireAfterSeconds: 60 },
    ],
    [
      'with a long time',
      { key: { a: 1 }, expireAfterSeconds: Long.fromNumber(60) },
      { a: 1 },
      { expireAfterSeconds: 60 },
    ],
    [
      'with a decimal time',
      { key: { a: 1 }, expireAfterSeconds: Decimal128.fromString('60') },
      { a: 1 },
      { expireAfterSeconds: 60 },
    ],
    [
      'with all options of a collation',
      { key: { a: 1 }, collation: german },
      { a: 1 },
      { collation: { locale: 'de' } },
    ],
    [
      'with defaults of its locale',
      { key: { a: 1 }, collation: { ...german, locale: 'fr_CA', backwards: true } },
      { a: 1 },
      { collation: { locale: 'fr_CA' } },
    ],
    ['with the collation of bytes', { key: { a: 1 } }, { a: 1 }, { collation: { locale: 'simple' } }],
    [
      'with the collation of its collection',
      { key: { a: 1 }, collation: german },
      { a: 1 },
      {},
      { locale: 'de' },
    ],
    [
      'with equality written out',
      { key: { a: 1 }, partialFilterExpression: { s: { $eq: 1 } } },
      { a: 1 },
      { partialFilterExpression: { s: new Double(1) } },
    ],
    [
      'with conditions joined',
      { key: { a: 1 }, partialFilterExpression: { $and: [{ t: { $gt: 1 } }, { s: 1 }] } },
      { a: 1 },
      { partialFilterExpression: { s: 1, t: { $gt: 1 } } },
    ],
    [
      'with alternatives in another order',
      { key: { a: 1 }, partialFilterExpression: { $or: [{ s: 1 }, { t: 2 }] } },
      { a: 1 },
      { partialFilterExpression: { $or: [{ t: 2 }, { s: 1 }] } },
    ],
    [
      'with values in another order',
      { key: { a: 1 }, partialFilterExpression: { s: { $in: [2, 1] } } },
      { a: 1 },
      { partialFilterExpression: { s: { $in: [1, 2] } } },
    ],
    ['of texts', listedText, textKeys, { weights: { title: 10 } }],
    [
      'of all texts',
      { ...listedText, key: { _fts: 'text', _ftsx: 1 }, weights: { '$**': 1 } },
      { '$**': 'text' },
    ],
    ['on a sphere', { key: { a: '2dsphere' }, '2dsphereIndexVersion': 3 }, { a: '2dsphere' }],
    ['in a plane', { key: { a: '2d' }, bits: 26, min: -180, max: 180 }, { a: '2d' }],
    ['of hashes', { key: { a: 'hashed' } }, { a: 'hashed' }],
    [
      'of nested wildcard paths',
      { key: { '$**': 1 }, wildcardProjection: { a: { b: 1 }, c: true } },
      { '$**': 1 },
      { wildcardProjection: { c: 1, 'a.b': 1 } },
    ],
  ])('%s', (_how, listed, keys, options, inherited) => {
    expect(differences(listed, keys, options, inherited)).toEqual([]);
  });
});

describe('An index of the server differs from a declared one', () => {
  test.each<[string, string[], object, Keys, object?, object?]>([
    ['in the order of keys', ['keys'], { key: { b: 1, a: 1 } }, { a: 1, b: 1 }],
    ['in a direction', ['keys'], { key: { a: -1 } }, { a: 1 }],
    ['in its kind', ['keys'], { key: { a: 'hashed' } }, { a: 1 }],
    [
      'in an option of its collation',
      ['collation'],
      { key: { a: 1 }, collation: { ...german, strength: 2 } },
      { a: 1 },
      { collation: { locale: 'de' } },
    ],
    [
      'since it lacks the collation of its collection',
      ['collation'],
      { key: { a: 1 } },
      { a: 1 },
      {},
      { locale: 'de' },
    ],
    [
      'since it has the collation of its collection',
      ['collation'],
      { key: { a: 1 }, collation: german },
      { a: 1 },
      { collation: { locale: 'simple' } },
      { locale: 'de' },
    ],
    [
      'in a value of its filter',
      ['partial'],
      { key: { a: 1 }, partialFilterExpression: { s: '1' } },
      { a: 1 },
      { partialFilterExpression: { s: 1 } },
    ],
    [
      'in an operator of its filter',
      ['partial'],
      { key: { a: 1 }, partialFilterExpression: { s: { $gt: 1 } } },
      { a: 1 },
      { partialFilterExpression: { s: { $gte: 1 } } },
    ],
    [
      'in null of its filter',
      ['partial'],
      { key: { a: 1 }, partialFilterExpression: { s: null } },
      { a: 1 },
      { partialFilterExpression: { s: { $exists: false } } },
    ],
    ['in a weight', ['weights'], listedText, textKeys, { weights: { title: 5 } }],
    [
      'in its texts',
      ['keys', 'weights'],
      listedText,
      { tenant: 1, title: 'text', at: -1 },
      { weights: { title: 10 } },
    ],
    [
      'in its language',
      ['language'],
      listedText,
      textKeys,
      { weights: { title: 10 }, default_language: 'german' },
    ],
    [
      'in the path of languages',
      ['languageField'],
      listedText,
      textKeys,
      { weights: { title: 10 }, language_override: 'lang' },
    ],
    ['in its bounds', ['bounds'], { key: { a: '2d' }, bits: 20 }, { a: '2d' }],
    ['since it prepares to be unique', ['prepareUnique'], { key: { a: 1 }, prepareUnique: true }, { a: 1 }],
    [
      'since it never expires by a number that is none',
      ['expireAfterSeconds'],
      { key: { a: 1 }, expireAfterSeconds: NaN },
      { a: 1 },
      { expireAfterSeconds: 60 },
    ],
    [
      'since it leaves out a wildcard path',
      ['projection'],
      { key: { '$**': 1 }, wildcardProjection: { a: 0 } },
      { '$**': 1 },
      { wildcardProjection: { a: 1 } },
    ],
  ])('%s', (_how, parts, listed, keys, options, inherited) => {
    expect(differences(listed, keys, options, inherited)).toEqual(parts);
  });
});

describe('The server has beside each other', () => {
  const signature = (keys: Keys, options: object = {}): string =>
    signatureOf(formOfDeclared(declared(keys, options), undefined));

  test.each<[string, object]>([
    ['unique', { unique: true }],
    ['sparse', { sparse: true }],
    ['partial', { partialFilterExpression: { a: 1 } }],
    ['of another collation', { collation: { locale: 'de' } }],
  ])('an index and one that is %s', (_how, options) => {
    expect(signature({ a: 1 }, options)).not.toBe(signature({ a: 1 }));
  });

  test.each<[string, object]>([
    ['expires documents', { expireAfterSeconds: 5 }],
    ['is hidden', { hidden: true }],
  ])('never an index and one that only %s', (_how, options) => {
    expect(signature({ a: 1 }, options)).toBe(signature({ a: 1 }));
  });

  test('never two text indexes', () => {
    expect(signature({ a: 'text' })).toBe(signature({ b: 1, c: 'text' }));
  });
});

describe('Of what the server lists', () => {
  test.each<[string, unknown]>([
    ['the index of the id', { v: 2, key: { _id: 1 }, name: '_id_' }],
    [
      'that of a clustered collection',
      { v: 2, key: { _id: 1 }, name: 'people', unique: true, clustered: true },
    ],
    ['an index without a name', { key: { a: 1 } }],
    ['one without keys', { name: 'a_1', key: {} }],
    ['one whose keys are a text', { name: 'a_1', key: 'a' }],
    ['what has no form at all', null],
  ])('%s is left out', (_what, listed) => {
    expect(readIndexes([listed])).toEqual([]);
  });
});

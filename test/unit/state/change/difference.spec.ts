import { describe, expect, test } from 'vitest';
import { ObjectId } from 'mongodb';
import { differences } from '../../../../lib/state/change/difference.js';
import type { Stored } from '../../../../lib/state/snapshot/snapshot.js';
import { personSchema, sampleSchema } from '../../../support/unit/unit-world.js';
import { ValueSnapshot } from '../../../../lib/state/snapshot/value-snapshot.js';

const id = new ObjectId();

/** The paths by stored keys with what is written there. */
function written(
  stored: Stored,
  after: Stored,
  schema = personSchema,
  baseline = stored,
): [string, unknown][] {
  return differences(schema, new ValueSnapshot(stored, baseline), after).map((each) => [
    each.keys.join('.'),
    each.after,
  ]);
}

describe('differences', () => {
  test.each<[string, Stored, Stored, [string, unknown][]]>([
    ['nothing changed', { _id: id, name: 'a', tags: ['x'] }, { _id: id, name: 'a', tags: ['x'] }, []],
    [
      'equal values are other objects',
      { extra: { d: new Date(5), id: new ObjectId(id.id) } },
      { extra: { d: new Date(5), id } },
      [],
    ],
    ['a field changed', { name: 'a', a: 1 }, { name: 'b', a: 1 }, [['name', 'b']]],
    ['a field was added', { name: 'a' }, { name: 'a', a: 1 }, [['a', 1]]],
    ['a field was removed', { name: 'a', a: 1 }, { name: 'a' }, [['a', undefined]]],
    ['null became absent', { a: null }, {}, [['a', undefined]]],
    ['absent became null', {}, { a: null }, [['a', null]]],
    [
      'an empty string, array and object were set',
      { a: 1 },
      { name: '', tags: [], extra: {} },
      [
        ['name', ''],
        ['a', undefined],
        ['tags', []],
        ['extra', {}],
      ],
    ],
    ['the key of a field is that of another name', { age: 1 }, { a: 1 }, [['a', 1]]],
    [
      'a field of an embedded document changed',
      { address: { s: 'x', country: 'SE' } },
      { address: { s: 'y', country: 'SE' } },
      [['address.s', 'y']],
    ],
    [
      'a field was removed deep down',
      { address: { s: 'x', location: { latitude: 1 } } },
      { address: { s: 'x', location: {} } },
      [['address.location.latitude', undefined]],
    ],
    ['an embedded document was set', {}, { address: { s: 'x' } }, [['address', { s: 'x' }]]],
    [
      'an embedded document took the place of null',
      { address: null },
      { address: { s: 'x' } },
      [['address', { s: 'x' }]],
    ],
    ['an embedded document was removed', { address: { s: 'x' } }, {}, [['address', undefined]]],
    [
      'a new embedded document took the place of one with undeclared keys',
      { address: { s: 'x', zip: 1 } },
      { address: { s: 'y' } },
      [['address.s', 'y']],
    ],
    ['an element changed', { tags: ['a', 'b'] }, { tags: ['a', 'c'] }, [['tags.1', 'c']]],
    ['an element became null', { tags: ['a', 'b'] }, { tags: [null, 'b'] }, [['tags.0', null]]],
    ['an array grew', { tags: ['a'] }, { tags: ['a', 'b'] }, [['tags', ['a', 'b']]]],
    ['an array shrank', { tags: ['a', 'b'] }, { tags: ['a'] }, [['tags', ['a']]]],
    ['an array was emptied', { tags: ['a'] }, { tags: [] }, [['tags', []]]],
    [
      'elements changed places',
      { tags: ['a', 'b'] },
      { tags: ['b', 'a'] },
      [
        ['tags.0', 'b'],
        ['tags.1', 'a'],
      ],
    ],
    [
      'a field of an element changed',
      { others: [{ s: 'a' }, { s: 'b' }] },
      { others: [{ s: 'a' }, { s: 'c' }] },
      [['others.1.s', 'c']],
    ],
    [
      'an element with undeclared keys was replaced',
      { others: [{ s: 'a', zip: 1 }] },
      { others: [{ s: 'b' }] },
      [
        ['others.0.s', 'b'],
        ['others.0.zip', undefined],
      ],
    ],
    [
      'elements with undeclared keys changed places',
      { others: [{ s: 'a', zip: 1 }, { s: 'b' }] },
      { others: [{ s: 'b' }, { s: 'a', zip: 1 }] },
      [
        ['others.0.s', 'b'],
        ['others.0.zip', undefined],
        ['others.1.s', 'a'],
        ['others.1.zip', 1],
      ],
    ],
    [
      'an entry changed, one came and one went',
      { scores: { a: 1, b: 2, c: 3 } },
      { scores: { a: 1, b: 5, d: 4 } },
      [
        ['scores.b', 5],
        ['scores.c', undefined],
        ['scores.d', 4],
      ],
    ],
    ['a map was emptied', { scores: { a: 1 } }, { scores: {} }, [['scores.a', undefined]]],
    ['an entry with a number as key changed', { scores: { 0: 1 } }, { scores: { 0: 2 } }, [['scores.0', 2]]],
    [
      'an entry with a dot in its key changed',
      { scores: { 'a.b': 1, c: 1 } },
      { scores: { 'a.b': 2, c: 1 } },
      [['scores', { 'a.b': 2, c: 1 }]],
    ],
    [
      'an entry beside one with a dot changed',
      { scores: { 'a.b': 1, c: 1 } },
      { scores: { 'a.b': 1, c: 2 } },
      [['scores.c', 2]],
    ],
    ['an entry with an empty key came', { scores: {} }, { scores: { '': 1 } }, [['scores', { '': 1 }]]],
    ['an entry with a $ went', { scores: { $a: 1, b: 1 } }, { scores: { b: 1 } }, [['scores', { b: 1 }]]],
    [
      'a field of an entry changed',
      { places: { home: { s: 'a' } } },
      { places: { home: { s: 'b' } } },
      [['places.home.s', 'b']],
    ],
    [
      'something changed deep in an untyped value',
      { extra: { a: [{ b: 1 }, 2], c: 3 } },
      { extra: { a: [{ b: 5 }, 2], c: 3 } },
      [['extra.a.0.b', 5]],
    ],
    [
      'an untyped value changed its shape',
      { extra: { a: [1] } },
      { extra: { a: { 0: 1 } } },
      [['extra.a', { 0: 1 }]],
    ],
    ['an untyped value became an array', { extra: {} }, { extra: [] }, [['extra', []]]],
    [
      'a key that cannot be named changed deep down',
      { extra: { a: { 'x.y': 1 }, b: 1 } },
      { extra: { a: { 'x.y': 2 }, b: 2 } },
      [
        ['extra.a', { 'x.y': 2 }],
        ['extra.b', 2],
      ],
    ],
    [
      'a key that cannot be named holds what changed',
      { extra: { '': { b: 1 } } },
      { extra: { '': { b: 2 } } },
      [['extra', { '': { b: 2 } }]],
    ],
    [
      'an element holds a key that cannot be named',
      { extra: [1, { $a: 1 }] },
      { extra: [1, { $a: 2 }] },
      [['extra.1', { $a: 2 }]],
    ],
    [
      'keys as of prototypes came',
      { scores: {}, extra: {} },
      { scores: { constructor: 1 }, extra: { toString: 2 } },
      [
        ['scores.constructor', 1],
        ['extra.toString', 2],
      ],
    ],
    [
      'keys as of prototypes went',
      { scores: { valueOf: 1 }, extra: { constructor: 1 } },
      { scores: {}, extra: {} },
      [
        ['scores.valueOf', undefined],
        ['extra.constructor', undefined],
      ],
    ],
    [
      'a Buffer changed',
      { extra: Buffer.from('a') },
      { extra: Buffer.from('b') },
      [['extra', Buffer.from('b')]],
    ],
    ['a Date changed', { extra: [new Date(5)] }, { extra: [new Date(6)] }, [['extra.0', new Date(6)]]],
    ['an empty object became a regular expression', { extra: {} }, { extra: /a/ }, [['extra', /a/]]],
    ['keys that are not declared are stored', { name: 'a', password: 'x' }, { name: 'a' }, []],
  ])('when %s', (_title, stored, after, expected) => {
    expect(written(stored, after)).toEqual(expected);
  });

  test('in arrays of arrays', () => {
    const stored = { nested: [[{ s: 'a' }], []] };
    expect(written(stored, { nested: [[{ s: 'b' }], []] }, sampleSchema)).toEqual([['nested.0.0.s', 'b']]);
    expect(written(stored, { nested: [[{ s: 'a' }], [{ s: 'c' }]] }, sampleSchema)).toEqual([
      ['nested.1', [{ s: 'c' }]],
    ]);
  });

  test('tell what was stored before, and paths by field names', () => {
    const stored = { others: [{ s: 'a' }], scores: { constructor: 5 } };
    const found = differences(personSchema, new ValueSnapshot(stored), { others: [{ s: 'b' }], scores: {} });
    expect(
      found.map(({ keys, names, before, after, type }) => ({ keys, names, before, after, kind: type.kind })),
    ).toEqual([
      {
        keys: ['others', '0', 's'],
        names: ['others', '0', 'street'],
        before: 'a',
        after: 'b',
        kind: 'string',
      },
      {
        keys: ['scores', 'constructor'],
        names: ['scores', 'constructor'],
        before: 5,
        after: undefined,
        kind: 'number',
      },
    ]);
  });

  describe('from a document whose class initialised what was not stored', () => {
    const stored = { name: 'a', address: { s: 'x' }, others: [{ s: 'x' }] };
    const baseline = {
      ...stored,
      tags: [],
      status: 'new',
      address: { s: 'x', country: 'SE' },
      others: [{ s: 'x', country: 'SE' }],
    };

    test.each<[string, Stored, [string, unknown][]]>([
      ['nothing changed', {}, []],
      ['something else changed', { name: 'b' }, [['name', 'b']]],
      [
        'an initial value changed',
        { tags: ['a'], status: 'old' },
        [
          ['tags', ['a']],
          ['status', 'old'],
        ],
      ],
      ['an initial value was removed', { tags: undefined, status: undefined }, []],
      ['a field beside a default changed', { address: { s: 'y', country: 'SE' } }, [['address.s', 'y']]],
      [
        'a default of an embedded document changed',
        { address: { s: 'x', country: 'NO' } },
        [['address.country', 'NO']],
      ],
      [
        'a default of an element changed',
        { others: [{ s: 'x', country: 'NO' }] },
        [['others.0.country', 'NO']],
      ],
      ['a default of an element was removed', { others: [{ s: 'x' }] }, []],
      [
        'an array grew',
        { others: [{ s: 'x', country: 'SE' }, { s: 'z' }] },
        [['others', [{ s: 'x', country: 'SE' }, { s: 'z' }]]],
      ],
    ])('when %s', (_title, changes, expected) => {
      expect(written(stored, { ...baseline, ...changes }, personSchema, baseline)).toEqual(expected);
    });
  });
});

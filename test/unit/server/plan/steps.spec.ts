import { describe, expect, test } from 'vitest';
import type { DeclaredCollection, DeclaredIndex } from '../../../../lib/server/declared-collection.js';
import { readIndexes } from '../../../../lib/server/existing/read-index.js';
import { compareCollection } from '../../../../lib/server/plan/compare-collection.js';
import { compareShardKey } from '../../../../lib/server/plan/compare-shard-key.js';
import type { SchemaStep } from '../../../../lib/server/schema-step.js';

const index = (name: string, keys: DeclaredIndex['keys'], options: object = {}): DeclaredIndex => {
  return { name, keys, options, declaredBy: ['Person'] };
};

const people = (rest: Partial<DeclaredCollection> = {}): DeclaredCollection => {
  return { name: 'people', documents: ['Person'], options: {}, validator: undefined, indexes: [], ...rest };
};

/** The changes of a collection, each with what is sent for it, in short. */
const changesOf = (declared: DeclaredCollection, options: object, listed: object[] = []): unknown[] => {
  const existing = { name: 'people', isView: false, options, indexes: readIndexes(listed) };
  return compareCollection(declared, existing).map(({ change, steps }) => [
    change.kind,
    ...steps.map(inShort),
  ]);
};

const inShort = (step: SchemaStep): unknown => {
  if (step.step === 'command') return step.command;
  if (step.step === 'build') return `build ${step.specification['name']}`;
  return `${step.step} ${step.index}`;
};

const text = { v: 2, key: { _fts: 'text', _ftsx: 1 }, weights: { title: 1 } };

describe('The steps of a change', () => {
  test.each<[string, DeclaredCollection, object, object[], unknown]>([
    [
      'hide an index by a command',
      people({ indexes: [index('a_1', [['a', 1]], { hidden: true })] }),
      {},
      [{ name: 'a_1', key: { a: 1 } }],
      [['hideIndex', { collMod: 'people', index: { name: 'a_1', hidden: true } }]],
    ],
    [
      'unhide it by its name',
      people({ indexes: [index('a_1', [['a', 1]])] }),
      {},
      [{ name: 'other', key: { a: 1 }, hidden: true }],
      [['unhideIndex', { collMod: 'people', index: { name: 'other', hidden: false } }]],
    ],
    [
      'take back a uniqueness that was only prepared',
      people({ indexes: [index('a_1', [['a', 1]])] }),
      {},
      [{ name: 'a_1', key: { a: 1 }, prepareUnique: true }],
      [['changeIndex', { collMod: 'people', index: { name: 'a_1', prepareUnique: false } }]],
    ],
    [
      'go on with a uniqueness that was prepared',
      people({ indexes: [index('a_1', [['a', 1]], { unique: true })] }),
      {},
      [{ name: 'a_1', key: { a: 1 }, prepareUnique: true }],
      [['changeIndex', 'unique a_1']],
    ],
    [
      'replace a text index by dropping it first',
      people({ indexes: [index('title_text', [['title', 'text']], { weights: { title: 5 } })] }),
      {},
      [{ ...text, name: 'title_text' }],
      [['replaceIndex', 'drop title_text', 'build title_text']],
    ],
    [
      'replace a text index of another name, since there can be one only',
      people({ indexes: [index('body_text', [['body', 'text']])] }),
      {},
      [{ ...text, name: 'title_text' }],
      [['replaceIndex', 'drop title_text', 'build body_text']],
    ],
    [
      'guard the values of a unique index that gets another name',
      people({ indexes: [index('new', [['a', 1]], { unique: true })] }),
      {},
      [{ name: 'old', key: { a: 1 }, unique: true }],
      [['replaceIndex', 'build new~guard', 'drop old', 'build new', 'drop new~guard']],
    ],
    [
      'find a name that is free',
      people({ indexes: [index('a', [['a', 1]], { sparse: true }), index('a~2', [['b', 1]])] }),
      {},
      [
        { name: 'a', key: { a: 1 } },
        { name: 'a~2', key: { b: 1 } },
      ],
      [['replaceIndex', 'build a~3', 'drop a']],
    ],
    [
      'resize a capped collection',
      people({ options: { capped: true, size: 9000 } }),
      { capped: true, size: 8192, max: 5 },
      [],
      [['changeCollection', { collMod: 'people', cappedSize: 9000, cappedMax: 0 }]],
    ],
    [
      'make the buckets of a time series longer',
      people({ options: { timeseries: { timeField: 'at', granularity: 'hours' } } }),
      { timeseries: { timeField: 'at', granularity: 'seconds', bucketMaxSpanSeconds: 3600 } },
      [],
      [['changeCollection', { collMod: 'people', timeseries: { granularity: 'hours' } }]],
    ],
    [
      'expire documents of a time series later, or never',
      people({ options: { timeseries: { timeField: 'at' } } }),
      { timeseries: { timeField: 'at', granularity: 'seconds' }, expireAfterSeconds: 60 },
      [],
      [['changeCollection', { collMod: 'people', expireAfterSeconds: 'off' }]],
    ],
    [
      'are missing where the buckets of a time series would be shorter',
      people({ options: { timeseries: { timeField: 'at' } } }),
      { timeseries: { timeField: 'at', granularity: 'hours', bucketMaxSpanSeconds: 2592000 } },
      [],
      [['cannotChange']],
    ],
  ])('%s', (_what, declared, options, listed, changes) => {
    expect(changesOf(declared, options, listed)).toEqual(changes);
  });
});

describe('The details of an index that is missing', () => {
  test.each<[string, DeclaredIndex['keys'], object, string[]]>([
    [
      'have its weights',
      [
        ['title', 'text'],
        ['body', 'text'],
      ],
      { weights: { title: 10 } },
      ['{ body: text, title: text }', 'weights body 1, title 10'],
    ],
    ['leave out weights of the server', [['title', 'text']], {}, ['{ title: text }']],
    [
      'have the paths that it selects',
      [['$**', 1]],
      { wildcardProjection: { a: 1, 'b.c': 1 } },
      ['{ $**: 1 }', 'select a, b.c'],
    ],
    [
      'have the paths that it omits',
      [['$**', 1]],
      { wildcardProjection: { a: 0 } },
      ['{ $**: 1 }', 'omit a'],
    ],
    ['have its bounds', [['at', '2d']], { bits: 20 }, ['{ at: 2d }', 'bounds -180 to 180, 20 bits']],
  ])('%s', (_what, keys, options, details) => {
    const existing = { name: 'people', isView: false, options: {}, indexes: [] };
    const planned = compareCollection(people({ indexes: [index('i', keys, options)] }), existing);
    expect(planned.map(({ change }) => change.details)).toEqual([details]);
  });
});

describe('A collection is as declared', () => {
  test.each<[string, DeclaredCollection, object, object[]]>([
    [
      'with the index that the server makes for a time series',
      people({ options: { timeseries: { timeField: 'at', metaField: 'sensor' } } }),
      {
        timeseries: {
          timeField: 'at',
          metaField: 'sensor',
          granularity: 'seconds',
          bucketMaxSpanSeconds: 3600,
        },
      },
      [{ name: 'sensor_1_at_1', key: { sensor: 1, at: 1 } }],
    ],
    [
      'with a size that the server has rounded',
      people({ options: { capped: true, size: 1000 } }),
      { capped: true, size: 4096 },
      [],
    ],
    [
      'with the index of its shard key',
      people({
        shardKey: [
          ['tenant', 1],
          ['_id', 'hashed'],
        ],
      }),
      {},
      [{ name: 'tenant_1__id_hashed', key: { tenant: 1, _id: 'hashed' } }],
    ],
    [
      'with options that the server adds',
      people({ options: { clusteredIndex: { key: { _id: 1 }, unique: true } } }),
      {
        clusteredIndex: { v: 2, key: { _id: 1 }, name: '_id_', unique: true },
        changeStreamPreAndPostImages: { enabled: false },
      },
      [],
    ],
    ['with a validator that no class declares', people(), { validator: { a: 1 } }, []],
  ])('%s', (_how, declared, options, listed) => {
    expect(changesOf(declared, options, listed)).toEqual([]);
  });
});

describe('A shard key', () => {
  const declared = people({
    shardKey: [
      ['tenant', 1],
      ['_id', 'hashed'],
    ],
  });

  test('that the cluster does not have is in the plan with the command', () => {
    expect(compareShardKey(declared, 'shop', undefined).map(({ change }) => change)).toEqual([
      {
        kind: 'shardCollection',
        difference: 'missing',
        collection: 'people',
        index: undefined,
        details: ['{ tenant: 1, _id: hashed }'],
        declaredBy: ['Person'],
        remedy: 'Run sh.shardCollection("shop.people", {"tenant":1,"_id":"hashed"})',
      },
    ]);
  });

  test('that differs cannot be changed', () => {
    const [planned] = compareShardKey(declared, 'shop', [['tenant', 1]]);
    expect([planned?.change.kind, planned?.change.details]).toEqual([
      'cannotChange',
      ['shard key: { tenant: 1 } → { tenant: 1, _id: hashed }'],
    ]);
  });

  test('that the cluster has is not in the plan', () => {
    expect(
      compareShardKey(declared, 'shop', [
        ['tenant', 1],
        ['_id', 'hashed'],
      ]),
    ).toEqual([]);
  });
});

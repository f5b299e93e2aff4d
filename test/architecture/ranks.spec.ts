import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { entries, importCycles, rankBreaches, subRoomBreaches, subRoomCycles } from './ranks.js';
import { parseSource, readSources } from './source-files.js';

const lib = readSources('lib');

describe('A folder of lib', () => {
  test('imports lower ranks only, types included', () => {
    expect(rankBreaches(lib)).toEqual([]);
  });

  test('imports of the sub-rooms beside it only their entry files', () => {
    expect(subRoomBreaches(lib)).toEqual([]);
    expect(Object.keys(entries).filter((room) => !existsSync(`lib/${room}`))).toEqual([]);
  });

  test('has no sub-rooms that need each other', () => {
    expect(subRoomCycles(lib)).toEqual([]);
  });

  test('has at most one level of sub-rooms', () => {
    expect(lib.map(({ path }) => path).filter((path) => path.split('/').length > 4)).toEqual([]);
  });

  test.each(['lib', 'test', 'bench', 'scripts', 'sample-app'])('of %s has at most 14 files', (top) => {
    const counts = new Map<string, number>();
    for (const name of readdirSync(top, { recursive: true, encoding: 'utf8' })) {
      const path = join(top, name);
      if (!statSync(path).isFile() || path.includes('node_modules')) continue;
      counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
    }
    const breaches = [...counts]
      .filter(([, count]) => count > 14)
      .map(([path, count]) => `${path}: ${count} files`);

    expect(breaches).toEqual([]);
  });

  test('imports files that exist', () => {
    const missing = lib.flatMap(({ path, imports }) =>
      imports
        .filter(({ target }) => target !== undefined && !existsSync(target))
        .map(({ specifier }) => `${path} imports ${specifier}: there is no such file`),
    );

    expect(missing).toEqual([]);
  });

  test('has no name that says nothing', () => {
    const forbidden = ['utils', 'common', 'helpers', 'interfaces', 'types', 'constants'];
    const breaches = [...lib, ...readSources('sample-app')]
      .map(({ path }) => path)
      .filter((path) => path.split('/').some((part) => forbidden.includes(part)))
      .map((path) => `${path}: a thing lives with its concept, not in a folder ${forbidden.join(', ')}`);

    expect(breaches).toEqual([]);
  });
});

describe('Files of lib', () => {
  test('never import each other in a circle, types included', () => {
    expect(importCycles(lib)).toEqual([]);
  });
});

describe('A breach of the ranks is reported', () => {
  test.each([
    [
      'upwards',
      'lib/errors/a.ts',
      `import { Signal } from '../signal/signal.js';`,
      'lib/errors/a.ts imports ../signal/signal.js: errors/ (rank 0) imports lower ranks only, and signal/ has 1',
    ],
    [
      'sideways',
      'lib/signal/a.ts',
      `import { schemaOf } from '../schema/schema-of.js';`,
      'lib/signal/a.ts imports ../schema/schema-of.js: signal/ (rank 1) imports lower ranks only, and schema/ has 1',
    ],
    [
      'of a type',
      'lib/query/a.ts',
      `import type { QuerySet } from '../repository/query-set.js';`,
      'lib/query/a.ts imports ../repository/query-set.js: query/ (rank 4) imports lower ranks only, and repository/ has 9',
    ],
    [
      'of a type in place',
      'lib/query/a.ts',
      `export type A = import('../repository/query-set.js').QuerySet<object>;`,
      'lib/query/a.ts imports ../repository/query-set.js: query/ (rank 4) imports lower ranks only, and repository/ has 9',
    ],
    [
      'of a folder below a folder',
      'lib/query/a.ts',
      `export { save } from '../repository/operations/save.js';`,
      'lib/query/a.ts imports ../repository/operations/save.js: query/ (rank 4) imports lower ranks only, and repository/ has 9',
    ],
    [
      'when running',
      'lib/repository/operations/a.ts',
      `await import('../../module/tokens.js');`,
      'lib/repository/operations/a.ts imports ../../module/tokens.js: repository/ (rank 9) imports lower ranks only, and module/ has 11',
    ],
    [
      'of the entry',
      'lib/module/a.ts',
      `import { Signal } from '../index.js';`,
      'lib/module/a.ts imports ../index.js: module/ (rank 11) imports lower ranks only, and the entry is above all',
    ],
    [
      'in a folder without a rank',
      'lib/extra/a.ts',
      `import { Signal } from '../signal/signal.js';`,
      'lib/extra/a.ts: the folder extra/ has no rank in test/architecture/ranks.ts',
    ],
  ])('%s', (_kind, path, text, breach) => {
    expect(rankBreaches([parseSource(path, text)])).toEqual([breach]);
  });

  test('between sub-rooms, and as a circle of them', () => {
    const files = [
      parseSource('lib/state/change/a.ts', `import type { B } from '../memory/b.js';`),
      parseSource('lib/state/memory/b.ts', `import { c } from '../snapshot/snapshot.js';`),
      parseSource('lib/state/snapshot/snapshot.ts', `import { a } from '../change/a.js';`),
    ];

    expect(subRoomBreaches(files)).toEqual([
      'lib/state/change/a.ts imports ../memory/b.js: of state/memory/ its siblings import nothing',
      'lib/state/snapshot/snapshot.ts imports ../change/a.js: of state/change/ its siblings import nothing',
    ]);
    expect(subRoomCycles(files)).toEqual([
      'state/change/ needs, by way of others, itself',
      'state/memory/ needs, by way of others, itself',
      'state/snapshot/ needs, by way of others, itself',
    ]);
  });

  test('as a circle, with the way', () => {
    const files = [
      parseSource('lib/state/a.ts', `import type { B } from './b.js';`),
      parseSource('lib/state/b.ts', `export * from './c.js';`),
      parseSource('lib/state/c.ts', `import { b } from './b.js';`),
    ];

    expect(importCycles(files)).toEqual([
      'lib/state/b.ts → lib/state/c.ts → lib/state/b.ts: files never import each other in a circle',
    ]);
  });
});

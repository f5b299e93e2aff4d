import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DocumentRepository, DocumentSort, KeysetPage, KeysetPageOptions } from 'nestjs-documents';
import { Random } from '../../support/random.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { randomRows, Row } from './random-rows.js';

/** Sorts with the same ones in the server's form, completed by the id. */
const sorts: readonly (readonly [DocumentSort<Row>, Readonly<Record<string, 1 | -1>>])[] = [
  [{}, { _id: 1 }],
  [{ id: 'desc' }, { _id: -1 }],
  [{ number: 'asc' }, { number: 1, _id: 1 }],
  [{ number: 'desc' }, { number: -1, _id: -1 }],
  [{ name: 'asc' }, { name: 1, _id: 1 }],
  [{ name: 'desc' }, { name: -1, _id: -1 }],
  [{ flag: 'desc' }, { flag: -1, _id: -1 }],
  [{ at: 'desc' }, { at: -1, _id: -1 }],
  [{ big: 'asc' }, { big: 1, _id: 1 }],
  [{ price: 'desc' }, { price: -1, _id: -1 }],
  [{ owner: 'asc' }, { owner: 1, _id: 1 }],
  [{ uuid: 'desc' }, { uuid: -1, _id: -1 }],
  [{ 'inner.rank': 'asc' }, { 'inner.r': 1, _id: 1 }],
  [{ 'inner.rank': 'desc' }, { 'inner.r': -1, _id: -1 }],
  [{ 'scores.ada': 'desc' }, { 'scores.ada': -1, _id: -1 }],
  [
    { number: 'asc', name: 'asc' },
    { number: 1, name: 1, _id: 1 },
  ],
  [
    { number: 'asc', name: 'desc' },
    { number: 1, name: -1, _id: -1 },
  ],
  [
    { number: 'desc', name: 'asc' },
    { number: -1, name: 1, _id: 1 },
  ],
  [
    { flag: 'desc', at: 'desc', 'inner.rank': 'asc' },
    { flag: -1, at: -1, 'inner.r': 1, _id: 1 },
  ],
  [
    { flag: 'asc', id: 'desc', name: 'asc' },
    { flag: 1, _id: -1 },
  ],
];

const seeds = ['keyset 1', 'keyset 2'];
const size = 30;

describe.each(seeds)('Walking through pages by cursors, with the data of the seed %s', (seed) => {
  let world: IntegrationApp;
  let rows: DocumentRepository<Row>;

  beforeAll(async () => {
    world = await openApp([Row]);
    rows = world.repository(Row);
    await world.db.collection('rows').insertMany(randomRows(new Random(seed), size));
  });
  afterAll(() => world.close());

  async function walk(
    sort: DocumentSort<Row>,
    next: (page: KeysetPage<Row> | undefined) => KeysetPageOptions | undefined,
  ): Promise<string[][]> {
    const pages: string[][] = [];
    let page: KeysetPage<Row> | undefined;
    for (let asked = next(page); asked; asked = next(page)) {
      page = await rows.find({}).sort(sort).page(asked);
      pages.push(page.items.map(({ id }) => id.toHexString()));
      if (pages.length > size) throw new Error('The walk does not end');
    }
    return pages;
  }

  describe.each(sorts)('sorted by %o', (sort, completed) => {
    let all: string[];

    beforeAll(async () => {
      const sorted = await world.db.collection('rows').find().sort(completed).toArray();
      all = sorted.map(({ _id }) => _id.toHexString());
    });

    test.each([2, size])('forward by %i gives every document once, in order', async (first) => {
      const pages = await walk(sort, (page) => {
        if (!page) return { first };
        return page.hasNext ? { first, after: page.endCursor } : undefined;
      });

      expect(pages.flat()).toEqual(all);
      expect(pages.length).toBe(Math.ceil(size / first));
    });

    test.each([4])('backward by %i gives every document once, in order', async (last) => {
      const pages = await walk(sort, (page) => {
        if (!page) return { last };
        return page.hasPrevious ? { last, before: page.startCursor } : undefined;
      });

      expect(pages.reverse().flat()).toEqual(all);
    });
  });
});

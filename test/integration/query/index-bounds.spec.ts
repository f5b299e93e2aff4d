import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Document as Stored } from 'mongodb';
import { between, gt, lt, or, startsWith } from 'nestjs-documents';
import type { DocumentFilter, DocumentRepository } from 'nestjs-documents';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';
import { Shop, stored } from './shops.js';

describe('A filter', () => {
  let app: IntegrationApp;
  let shops: DocumentRepository<Shop>;

  beforeAll(async () => {
    app = await openApp([Shop]);
    shops = app.repository(Shop);
    await app.db.collection('shops').insertMany([...stored]);
    await app.db.collection('shops').createIndexes([{ key: { nm: 1 } }, { key: { a: 1 } }]);
  });
  afterAll(() => app.close());

  test.each<[string, DocumentFilter<Shop>, string, number]>([
    ['a prefix', { name: startsWith('Ad') }, 'nm_1', 45],
    ['a range', { age: between(10, 12) }, 'a_1', 5],
    ['alternatives of a range', { age: or(lt(3), gt(88)) }, 'a_1', 8],
  ])('bounds the keys of an index by %s', async (_name, filter, hint, most) => {
    const [sent] = await app.commandsOf(() => shops.find(filter).toArray());
    // A server may prefer to read so few documents without an index.
    const plan = await app.db.command({
      explain: { find: 'shops', filter: sent?.command['filter'] as Stored, hint },
      verbosity: 'executionStats',
    });

    expect((plan['executionStats'] as Stored)['totalKeysExamined']).toBeLessThanOrEqual(most);
  });
});

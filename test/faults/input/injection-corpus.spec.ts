import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { DocumentRepository, DocumentsError, QuerySet } from 'nestjs-documents';
import { errorOf } from '../../support/world/integration-app.js';
import { attempt } from '../../support/injection/attempt.js';
import { corpus, payloads } from '../../support/injection/corpus/corpus.js';
import { foreignKeys, foreignParts } from '../../support/injection/foreign-parts.js';
import { openInjectionWorld } from '../../support/injection/injection-world.js';
import type { InjectionWorld } from '../../support/injection/injection-world.js';
import { publicMethods } from '../../support/public-methods.js';
import { isTried, sample } from '../../support/injection/sample.js';
import { querySetPositions, repositoryPositions } from '../../support/injection/positions.js';
import { transactionPositions } from '../../support/injection/transaction-positions.js';

// All of the corpus is tens of thousands of calls for a method.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });

const methods = [
  ...Object.entries(repositoryPositions).map(([name, positions]) => ({
    name: `DocumentRepository.${name}`,
    positions,
  })),
  ...Object.entries(querySetPositions).map(([name, positions]) => ({ name: `QuerySet.${name}`, positions })),
];

describe('Fault 61: plain input tries to be more than data', () => {
  let world: InjectionWorld;

  beforeAll(async () => {
    world = await openInjectionWorld();
  });
  afterAll(() => world.close());

  test('the corpus has more than 300 payloads, each with a name of its own within its group', () => {
    expect(payloads.length).toBeGreaterThanOrEqual(300);
    for (const group of Object.values(corpus))
      expect(new Set(group.map(({ name }) => name)).size).toBe(group.length);
  });

  test('every public method has positions where payloads are put', () => {
    expect(Object.keys(repositoryPositions).sort()).toEqual(publicMethods(DocumentRepository));
    expect(Object.keys(querySetPositions).sort()).toEqual(publicMethods(QuerySet));
    for (const { positions } of methods) expect(positions).not.toEqual([]);
  });

  test('what the server is told is read, and an operator among it is seen', async () => {
    world.received.length = world.sent.length = 0;
    await world.collection.find({ name: { $gt: '' }, notes: { $eq: { $ne: 1 } } }).toArray();
    expect([...world.received, ...world.sent].map(foreignParts)).toEqual([
      ['$gt', '$ne'],
      ['$gt', '$ne'],
    ]);
    world.received.length = 0;
    await world.collection.insertOne({ notes: [{ $where: '1' }] }, { comment: 'x' });
    expect(world.received.map(foreignParts)).toEqual([['$where', 'comment']]);
    await world.clear();
  });

  test.each(transactionPositions)(
    'every payload is refused, and nothing sent, $name',
    async ({ call, isMeant }) => {
      const problems: string[] = [];
      for (const { name, make } of payloads) {
        const payload = make();
        if (isMeant(payload)) continue;
        world.received.length = 0;
        const error = await errorOf(() => call(world, payload));
        if (!(error instanceof DocumentsError)) problems.push(`${name}: ${String(error)}`);
        if (world.received.length > 0) problems.push(`${name}: something was sent`);
      }
      expect(problems).toEqual([]);
    },
  );

  test.each(methods)(
    `each payload is refused, or data, for $name (${sample})`,
    async ({ name, positions }) => {
      const problems: string[] = [];
      for (const position of positions) {
        for (const payload of payloads) {
          if (!isTried(name, position, payload)) continue;
          const found = await attempt(world, position, payload);
          problems.push(...found.map((each) => `${payload.name} ${position.name}: ${each}`));
        }
      }
      // Read back by the driver: what was stored came as data, and what was there before is as it was.
      const stored = await world.collection.find().toArray();
      problems.push(...foreignKeys(stored).map((key) => `${key} is stored`));
      if (!(await world.isCanaryUnharmed())) problems.push('the canary was changed');
      await world.clear();
      expect(problems).toEqual([]);
    },
  );
});

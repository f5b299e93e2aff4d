import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Transaction, postCommit, postRollback, postSave } from 'nestjs-documents';
import { withFailPoint } from '../support/fail-points.js';
import { errorOf } from '../support/world/integration-app.js';
import { Person } from '../support/world/integration-people.js';
import { capabilities } from '../support/server.js';
import { openTransactionsWorld } from '../support/world/transactions-world.js';
import type { TransactionsWorld } from '../support/world/transactions-world.js';
import { inInnerTransaction, inTransaction, withoutTransaction } from './endings.js';
import type { Ending } from './endings.js';

const withTransactions = capabilities.transactions ? describe : describe.skip;
const all = (endings: readonly Ending[]) => endings.filter(({ failure }) => failure === undefined);
const provoked = (endings: readonly Ending[]) => endings.filter(({ failure }) => failure !== undefined);
const withFailPoints = capabilities.failPoints ? test : test.skip;

let world: TransactionsWorld;

/** Runs a case with receivers of every signal and phase. */
async function expectEnding({ heard, caller, stored, failure, run }: Ending): Promise<void> {
  const counts = [0, 0, 0, 0, 0];
  const count = (column: number) => () => void (counts[column] = (counts[column] ?? 0) + 1);
  const undo = [
    world.bus.connect(postSave, Person, count(0)),
    world.bus.connect(postSave, Person, count(1), { phase: 'afterCommit' }),
    world.bus.connect(postSave, Person, count(2), { phase: 'notApplied' }),
    world.bus.connect(postCommit, Transaction, count(3)),
    world.bus.connect(postRollback, Transaction, count(4)),
  ];
  const work = () => errorOf(() => run(world));
  const error = await (failure ? withFailPoint(world.appName, failure, work) : work());
  for (const each of undo) each();
  expect(counts).toEqual(heard);
  expect(error === undefined ? 'result' : error.constructor.name).toBe(caller);
  expect(await world.names()).toHaveLength(stored);
}

const groups: [string, readonly Ending[]][] = [
  ['Without a transaction', withoutTransaction],
  ['In a transaction', inTransaction],
  ['In a transaction inside another one', inInnerTransaction],
];

withTransactions('Receivers of a save (needs transactions)', () => {
  beforeAll(async () => {
    world = await openTransactionsWorld();
  });
  beforeEach(() => world.clear());
  afterAll(() => world.close());

  describe.each(groups)('%s', (_title, endings) => {
    test.each(all(endings))('hear $heard when $outcome', expectEnding);

    for (const ending of provoked(endings)) {
      withFailPoints(
        `hear ${ending.heard.join(',')} when ${ending.outcome} (needs fail points)`,
        async () => {
          await expectEnding(ending);
        },
      );
    }
  });
});

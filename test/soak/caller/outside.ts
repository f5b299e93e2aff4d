import { PostSignalError, StaleDocumentError } from 'nestjs-documents';
import { bind } from './bind.js';
import { Breach } from '../fault/breach.js';
import { checkNotices } from '../expected/check-notices.js';
import type { Hand } from './hand.js';
import { insist } from './insist.js';
import type { Plan } from './plan.js';
import { Attempt, PlannedError, TransactionRecord } from '../expected/records.js';
import { Work } from './work.js';
import type { SoakWorld } from '../world.js';

/** Does the steps of a plan without a transaction: each write is announced at once. @throws Breach */
export async function doOutside(
  world: SoakWorld,
  hand: Hand,
  key: string,
  where: string,
  plan: Plan,
): Promise<void> {
  const bindings = await bind(world, hand, key, plan.steps);
  const record = new TransactionRecord(key, where);
  const attempt = new Attempt(undefined);
  record.attempts.push(attempt);
  const begin = (): never => {
    throw new Error('A single step begins no transaction');
  };
  const work = new Work(world, hand, key, attempt, bindings, undefined, begin);
  for (const step of plan.steps) {
    await work.run([step]).catch((error: unknown) => {
      if (error instanceof Breach) throw error;
      if (isExplained(error)) return;
      if (!isFault(error))
        throw new Breach(where, 'an operation failed with an error that nothing explains', error);
      world.tally.failedOutside++;
    });
    await insist(() => world.accounts.reload(hand.account));
  }
  const uncertain = new Set(attempt.uncertain.map(({ operation }) => operation));
  const notices = world.notices.take(key).filter(({ operation = '' }) => !uncertain.has(operation));
  checkNotices(record, 'committed', notices, false);
  world.model.claim(where, attempt.effects);
  world.model.claim(where, attempt.uncertain, false);
  world.tally.outside += attempt.done.length;
  world.tally.writes += attempt.effects.length;
  world.tally.checks++;
  hand.release(bindings);
  hand.keep(attempt.effects);
}

function isExplained(error: unknown): boolean {
  return [PlannedError, PostSignalError, StaleDocumentError].some((each) => error instanceof each);
}

const faults: readonly string[] = [
  ...['WriteOutcomeUnknownError', 'WriteRefusedError', 'ServerUnavailableError'],
  ...['DeleteManyError', 'ReadFailedError'],
];

/** Tells whether the error is that of a command that was made to fail. */
function isFault(error: unknown): boolean {
  const { name } = error as Error;
  return faults.includes(name) || name.startsWith('Mongo');
}

import { CommitOutcomeUnknownError } from 'nestjs-documents';
import type { TransactionOptions } from 'nestjs-documents';
import { Bindings } from './bind.js';
import { Breach } from '../fault/breach.js';
import { checkNotices } from '../expected/check-notices.js';
import { findUnexpected } from '../expected/expected-errors.js';
import type { Hand } from './hand.js';
import { isMarked } from '../expected/is-marked.js';
import { assertAsWritten, memoryOf } from '../expected/memory.js';
import type { Step } from './plan.js';
import { Attempt, TransactionRecord } from '../expected/records.js';
import type { Effect, Outcome } from '../expected/records.js';
import { Work } from './work.js';
import type { SoakWorld } from '../world.js';

export interface Transacted {
  readonly record: TransactionRecord;
  readonly outcome: Outcome;
  /** If the outcome is unknown, as the database shows it. */
  readonly isCommitted: boolean;
  readonly error: unknown;
}

export interface Transacting {
  readonly world: SoakWorld;
  readonly hand: Hand;
  readonly key: string;
  /** For messages: the caller and the number of the transaction. */
  readonly where: string;
  readonly steps: readonly Step[];
  readonly bindings: Bindings;
  readonly changedBefore?: { readonly operation: string; readonly amount: number } | undefined;
  readonly isMarkedFirst: boolean;
  readonly options: TransactionOptions & { readonly timeout: number };
}

/** Runs a transaction and checks what its listeners and documents say of it. @throws Breach */
export async function transact(given: Transacting): Promise<Transacted> {
  const { world, where, key, options } = given;
  const record = new TransactionRecord(key, where);
  const started = performance.now();
  let outcome: Outcome = 'committed';
  let error: unknown;
  try {
    await world.transactions.run(
      async ({ id, attempt: number }) => {
        const attempt = new Attempt(number);
        record.attempts.push(attempt);
        record.transactionId = id;
        await workOf(given, attempt);
      },
      { ...options, context: { key } },
    );
  } catch (thrown) {
    error = thrown;
    const isUnknown =
      thrown instanceof CommitOutcomeUnknownError && thrown.transactionId === record.transactionId;
    outcome = isUnknown ? 'unknown' : 'rolledBack';
  }
  for (const { forgotten } of record.attempts) await Promise.all(forgotten);
  if (error instanceof Breach) throw error;
  const time = performance.now() - started;
  const unexpected = findUnexpected(record, outcome, error, time, options.timeout);
  if (unexpected)
    throw new Breach(where, unexpected, error, (error as Error).cause, {
      time,
      timeout: options.timeout,
      plan: given.steps,
    });
  checkNotices(record, outcome, world.notices.take(key), true);
  const isCommitted = outcome === 'unknown' ? await isMarked(world.db, record) : outcome === 'committed';
  const effects = record.last?.effects ?? [];
  if (isCommitted) world.model.claim(where, effects);
  if (outcome === 'committed') assertWritten(world, where, effects);
  else assertLoadedLate(world, record);
  count(world, record, outcome, isCommitted, error);
  return { record, outcome, isCommitted, error };
}

async function workOf(given: Transacting, attempt: Attempt): Promise<void> {
  const { world, hand, key, steps, bindings, changedBefore, isMarkedFirst, where } = given;
  const begin = async (operation: string, inner: readonly Step[]): Promise<void> => {
    const { outcome, error } = await transact({
      ...{ world, hand, where, steps: inner, bindings: new Bindings(), isMarkedFirst },
      key: operation,
      options: { propagation: 'requiresNew', timeout: 2000 },
    });
    if (outcome !== 'committed' && !isPlannedEnd(error)) throw error;
  };
  const work = new Work(world, hand, key, attempt, bindings, changedBefore, begin);
  if (isMarkedFirst) await work.mark();
  await work.run(steps);
  if (!isMarkedFirst) await work.mark();
}

/** Tells whether the inner transaction was meant to fail, so that the outer one continues. */
function isPlannedEnd(error: unknown): boolean {
  return ['PlannedError', 'PostSignalError', 'TransactionFailedError'].includes((error as Error).name);
}

function assertWritten(world: SoakWorld, where: string, effects: readonly Effect[]): void {
  const last = new Map<object, Effect>();
  for (const effect of effects) if (effect.document) last.set(effect.document, effect);
  for (const [document, { collection, kind, values }] of last) {
    const repository = world[collection] as unknown as SoakWorld['accounts'];
    assertAsWritten(where, repository, document as never, kind === 'delete' ? 'deleted' : values);
    world.tally.checks++;
  }
}

function assertLoadedLate(world: SoakWorld, { where, attempts }: TransactionRecord): void {
  for (const account of attempts.flatMap(({ loadedLate }) => loadedLate)) {
    world.tally.checks++;
    const { changes } = memoryOf(world.accounts, account);
    if (changes !== 'DOCUMENT_ROLLED_BACK')
      throw new Breach(
        where,
        'a document loaded in a transaction that is rolled back can be written',
        changes,
      );
  }
}

function count(
  { tally }: SoakWorld,
  { attempts, last }: TransactionRecord,
  outcome: Outcome,
  isCommitted: boolean,
  error: unknown,
): void {
  tally[outcome]++;
  if (outcome === 'unknown' && isCommitted) tally.unknownCommitted++;
  tally.attempts += attempts.length;
  if (isCommitted) tally.writes += last?.effects.length ?? 0;
  tally.checks++;
  if (outcome !== 'rolledBack') return;
  const { name } = error as Error;
  tally.reasons.set(name, (tally.reasons.get(name) ?? 0) + 1);
}

import { Breach } from '../fault/breach.js';
import type { Notice } from './notices.js';
import type { Done, Effect, Outcome, TransactionRecord } from './records.js';
import { isSame } from './values.js';
import type { Values } from './values.js';

/**
 * Compares the notices after the end of a transaction, or of operations outside of one, with the writes: each once, in order,
 * and nothing else.
 * @throws Breach
 */
export function checkNotices(
  record: TransactionRecord,
  outcome: Outcome,
  notices: readonly Notice[],
  isTransaction: boolean,
): void {
  const { where, last, transactionId } = record;
  const phase = outcome === 'committed' ? 'afterCommit' : 'notApplied';
  const done = outcome === 'unknown' ? [] : (last?.done ?? []);
  const fail = (what: string, ...details: unknown[]): never => {
    throw new Breach(where, `${what} (${outcome})`, ...details, {
      notices,
      done: done.map(({ operation }) => operation),
    });
  };
  if (outcome === 'unknown') {
    const isLate = ({ operation = '' }: Notice): boolean =>
      !isTransaction || record.attempts.some(({ unordered }) => unordered.has(operation));
    if (!notices.every((notice) => notice.phase === 'notApplied' && isLate(notice)))
      fail('listeners were told of an unknown outcome');
    return;
  }

  const applied = notices.filter((notice) => !isOfRefused(notice, done, outcome));
  const own = applied.filter(({ operation }) => operation !== undefined);
  const whole = applied.filter(({ operation }) => operation === undefined);
  if (isTransaction && (whole.length !== 1 || applied.at(-1) !== whole[0]))
    fail('the end of the transaction was not told of once, at last');
  for (const each of applied) {
    if (each.phase !== phase) fail(`a listener of the wrong phase was told`, each);
    if (each.attempt !== last?.number || each.transactionId !== transactionId)
      fail('a notice names another attempt or transaction', each);
  }

  const counts = new Map<string, number>();
  let group = 0;
  for (const notice of own) {
    const operation = done.find((each) => each.operation === notice.operation);
    if (!operation) return fail(`a notice of what was not written: ${notice.operation ?? ''}`, notice);
    counts.set(operation.operation, (counts.get(operation.operation) ?? 0) + 1);
    if (operation.group !== undefined) {
      if (operation.group < group) fail('notices are not in the order of the operations');
      group = operation.group;
    }
    const wrong = findWrong(
      notice,
      operation,
      outcome === 'committed' ? lastValues(done, isTransaction) : undefined,
    );
    if (wrong) fail(wrong, notice, operation.effects);
  }
  for (const { operation, signal, effects, isPartial } of done) {
    if (isPartial) continue;
    const expected = signal === 'postDelete' ? effects.length : 1;
    const actual = counts.get(operation) ?? 0;
    if (actual !== expected) fail(`${operation} was told ${actual} times instead of ${expected}`);
  }
}

/** Whether it is about a write, or a part of one, that was vetoed or refused: it is sent however the transaction ends. */
function isOfRefused(
  { phase, signal, operation, documents }: Notice,
  done: readonly Done[],
  outcome: Outcome,
): boolean {
  if (phase !== 'notApplied' || operation === undefined) return false;
  const written = done.find((each) => each.operation === operation);
  if (outcome === 'committed' || !written || written.isPartial) return true;
  // A delete of many sends a notice for each document.
  return signal === 'postDelete' && !written.effects.some(({ values }) => values.id === documents[0]?.id);
}

/** As what a transaction has written each object last; of several objects of one stored document each has its own. */
function lastValues(done: readonly Done[], isTransaction: boolean): ReadonlyMap<object, Values> | undefined {
  if (!isTransaction) return undefined;
  const effects = done.flatMap((each) => each.effects);
  return new Map(effects.flatMap(({ document, values }) => (document ? [[document, values]] : [])));
}

function findWrong(
  { signal, documents, changeCount }: Notice,
  done: Done,
  last: ReadonlyMap<object, Values> | undefined,
): string | undefined {
  if (signal !== done.signal) return `a notice of another signal than ${done.signal}`;
  const shown = ({ document, values }: Effect): Values => (document && last?.get(document)) ?? values;
  const isShown = (document: Values): boolean =>
    done.effects.some((effect) => effect.values.id === document.id && isSame(document, shown(effect)));
  if (!documents.every(isShown)) return 'a notice shows a document otherwise than it was written';
  if (signal === 'postBulkInsert' && documents.length !== done.effects.length)
    return 'a notice shows not all documents that were inserted';
  const isChanged = done.effects[0]?.kind !== 'none';
  if (changeCount !== undefined && changeCount > 0 !== isChanged) return 'a notice has the wrong changes';
  return undefined;
}

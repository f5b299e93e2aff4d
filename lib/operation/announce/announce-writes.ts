import type { ClientSession } from 'mongodb';
import { isInstanceOf } from '../../errors/read-safely.js';
import { newPayload } from '../../lifecycle/new-payload.js';
import { newStep } from '../../lifecycle/operation-step.js';
import type { StepOwner } from '../../lifecycle/operation-step.js';
import { postWrite } from '../../lifecycle/signals.js';
import type { NotedWrite } from '../../transaction/notices.js';
import type { TransactionAttempt } from '../../transaction/transaction-attempt.js';
import type { AfterPhase } from '../../signal/phase.js';
import type { Context } from '../../signal/signal-context.js';
import { PostSignalError } from '../../signal/signal-errors.js';
import type { OperationTimeout } from '../../signal/timeout.js';
import type { SignalSender } from '../../signal/signal.js';
import { toChangeSet } from '../../state/change/to-change-set.js';
import type { RepositoryContext } from '../repository-context.js';
import type { NoticeTeller } from './notice-teller.js';

/** An operation that has written. */
interface WritingOperation extends StepOwner {
  readonly repository: RepositoryContext;
  readonly session: ClientSession | undefined;
  readonly attempt: TransactionAttempt | undefined;
  readonly timeout: OperationTimeout;
}

/**
 * Sends `postWrite` for everything that an operation has written, to the receivers of the phase `now`. One that fails inside a transaction
 * fails all of it.
 * @param failure the error that the operation has ended with; receivers of another signal may have failed before
 * @throws PostSignalError unless the operation has ended with another error, which the caller gets
 */
export async function announceWrites(
  operation: WritingOperation,
  noted: readonly NotedWrite[],
  failure: unknown,
): Promise<void> {
  const { repository, session, timeout } = operation;
  const writes = noted.filter(({ isApplied }) => isApplied);
  if (!isNotEmpty(writes)) return;
  try {
    const payload = newPayload(timeout, { ...fieldsOf(repository.connection.name, writes), session });
    const runTracked = repository.path.trackedAt(newStep(operation, postWrite.name));
    await repository.bus.deliverAbout(postWrite, sendersOf(writes), payload, timeout, runTracked);
  } catch (error) {
    operation.attempt?.fail(error);
    if (failure === undefined || !isInstanceOf(error, PostSignalError)) throw error;
    if (isInstanceOf(failure, PostSignalError)) throw failure.with(error);
    reportEach(repository, writes, error);
  }
}

/** Reports errors of receivers that do not reach the caller, who gets another one. */
function reportEach(
  { bus, connection }: RepositoryContext,
  writes: Writes,
  { failures }: PostSignalError,
): void {
  const payload = fieldsOf(connection.name, writes);
  const { sender } = payload;
  for (const { receiver, error } of failures)
    bus.report({ error, receiver, signal: postWrite, phase: 'now', sender, payload });
}

/**
 * Sends `postWrite` once for everything that an operation or a transaction has written, to the receivers of a later phase, and once for
 * the writes that were certainly not applied. Never rejects.
 * @param ending the outcome of the writes that were applied
 * @param contextOfAll gives the context of the transaction, if it was given one. Default that of the first write
 */
export async function announceWritesAfter(
  teller: NoticeTeller,
  noted: readonly NotedWrite[],
  ending: AfterPhase,
  contextOfAll?: () => Context | undefined,
): Promise<void> {
  const isCommitted = ({ isApplied }: NotedWrite): boolean => isApplied && ending === 'afterCommit';
  await tellWrites(teller, noted.filter(isCommitted), 'afterCommit', contextOfAll);
  await tellWrites(
    teller,
    noted.filter((each) => !isCommitted(each)),
    'notApplied',
    contextOfAll,
  );
}

async function tellWrites(
  { bus, path, connection }: NoticeTeller,
  writes: readonly NotedWrite[],
  phase: AfterPhase,
  contextOfAll: (() => Context | undefined) | undefined,
): Promise<void> {
  if (!isNotEmpty(writes)) return;
  const [{ label }] = writes;
  await path.followTelling(label, `${postWrite.name} ${phase}`, path.current, async () => {
    const timeout = connection.newTimeout(false);
    const fields = fieldsOf(connection.name, writes);
    const payload = newPayload(timeout, { ...fields, context: contextOfAll?.() ?? fields.context });
    await bus.sendAfterAbout(phase, postWrite, sendersOf(writes), payload, timeout);
  });
}

type Writes = readonly [NotedWrite, ...NotedWrite[]];

function isNotEmpty(writes: readonly NotedWrite[]): writes is Writes {
  return writes.length > 0;
}

function sendersOf(writes: Writes): SignalSender[] {
  return [...new Set(writes.map(({ sender }) => sender))];
}

/** The fields of the payload: of several operations those of the first. */
function fieldsOf(connection: string, noted: Writes) {
  const [{ sender, context, origin, attempt, transactionId }] = noted;
  const writes = Object.freeze(noted.map(toWrite));
  const signal = postWrite.name;
  return { signal, sender, connection, context, session: undefined, origin, attempt, transactionId, writes };
}

/** A write as receivers see it. */
function toWrite({ kind, sender, count, ids, filter, changed }: NotedWrite): object {
  const write = {
    ...{ kind, sender, count },
    ...(ids && { ids: Object.freeze([...ids]) }),
    ...(changed && { changes: toChangeSet(() => changed) }),
  };
  if (filter) Object.defineProperty(write, 'filter', { value: filter });
  return Object.freeze(write);
}

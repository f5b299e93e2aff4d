import type { BulkWriteResult } from 'mongodb';
import {
  BulkWriteError,
  WriteNotDurableError,
  WriteOutcomeUnknownError,
} from '../../driver/errors/outcome-errors.js';
import { appliedParts, translatePartErrors } from '../../driver/translation/translate-part-errors.js';
import type { PartsOutcome } from '../../driver/translation/translate-part-errors.js';
import type { BulkWriteFailure } from '../../driver/errors/write-outcome.js';
import type { Operation } from '../operation.js';
import { inCommands } from './bulk-part.js';
import type { BulkPart } from './bulk-part.js';

/** The answer to one command of a bulk. */
export interface CommandAnswer {
  readonly parts: readonly BulkPart[];
  readonly outcome: PartsOutcome;
  /** The counts of the server; undefined after an error of the whole command. */
  readonly result: BulkWriteResult | undefined;
  /** The driver's error. */
  readonly cause?: unknown;
}

/**
 * Sends the parts of a bulk in as few commands as possible, one after another. Stops after an error of a whole command, and in order also after
 * one of a part.
 * @yields the answer to each command; a command that was not sent counts as not attempted
 */
export async function* sendParts(
  operation: Operation,
  parts: readonly BulkPart[],
  ordered: boolean,
): AsyncGenerator<CommandAnswer> {
  let isStopped = false;
  for (const command of inCommands(parts, ordered)) {
    if (isStopped) {
      yield { parts: command, outcome: notAttempted(command), result: undefined };
      continue;
    }
    const answer = await sendCommand(operation, command, ordered);
    const { error, failures, unknown } = answer.outcome;
    isStopped = error !== undefined || (ordered && failures.length + unknown.length > 0);
    yield answer;
  }
}

async function sendCommand(
  operation: Operation,
  parts: readonly BulkPart[],
  ordered: boolean,
): Promise<CommandAnswer> {
  const { repository, session } = operation;
  const { collection, connection } = repository;
  const before = connection.interruptions.count;
  const models = parts.map(({ model }) => model);
  try {
    const result = await operation.commands.inLine(() => collection.bulkWrite(models, { ordered, session }));
    return { parts, outcome: appliedParts(parts), result };
  } catch (cause) {
    const isInterrupted = connection.interruptions.count !== before;
    // What a transaction has refused is rolled back, also what was written before.
    const sent = operation.attempt ? parts.map(({ index }) => ({ index, kind: 'write' as const })) : parts;
    const outcome = translatePartErrors(cause, repository, { parts: sent, ordered, isInterrupted });
    const result =
      outcome.error === undefined ? (cause as { readonly result: BulkWriteResult }).result : undefined;
    return { parts, outcome, result, cause };
  }
}

function notAttempted(parts: readonly { readonly index: number }[]): PartsOutcome {
  const none = { applied: [], notDurable: [], failures: [], unknown: [] };
  return { ...none, notAttempted: parts.map(({ index }) => index) };
}

/** The outcome for all parts of a bulk, as indexes into its list. */
export class BulkOutcomes {
  readonly applied: number[] = [];
  readonly notAttempted: number[] = [];
  readonly unknown: number[] = [];
  readonly failures: BulkWriteFailure[] = [];
  readonly #notDurable: number[] = [];
  #error: unknown;
  #cause: unknown;

  constructor(private readonly operation: Operation) {}

  add(
    { applied, notDurable, failures, notAttempted: others, unknown, error }: PartsOutcome,
    cause: unknown,
  ): void {
    this.applied.push(...applied);
    this.#notDurable.push(...notDurable);
    this.failures.push(...failures);
    // A transaction is rolled back, whatever the server has done.
    this.notAttempted.push(...others, ...(this.operation.attempt ? unknown : []));
    this.unknown.push(...(this.operation.attempt ? [] : unknown));
    this.#error ??= error;
    this.#cause ??= cause;
  }

  /** Adds one whose outcome is unknown. */
  addUnknown(index: number, error: unknown): void {
    this.add({ ...notAttempted([]), unknown: [index], error }, error);
  }

  /** Whether nothing more is to be sent. */
  isStopped(ordered: boolean): boolean {
    return this.#error !== undefined || (ordered && this.failures.length + this.unknown.length > 0);
  }

  /** Adds parts that were not tried. */
  skip(parts: readonly { readonly index: number }[]): void {
    this.notAttempted.push(...parts.map(({ index }) => index));
  }

  /** Those that were certainly not applied. */
  get notApplied(): readonly number[] {
    return [...this.failures.map(({ index }) => index), ...this.notAttempted];
  }

  /** Those that may be written, or may not last. */
  get uncertain(): readonly number[] {
    return [...this.unknown, ...this.#notDurable];
  }

  /** Finds the error to throw; undefined if all parts are applied. @param postSignalError the error of receivers of `post…` signals */
  errorWith(postSignalError: Error | undefined): Error | undefined {
    const { attempt } = this.operation;
    if (attempt && this.#error instanceof WriteOutcomeUnknownError)
      return attempt.errorOf(this.#error) as Error;
    return this.#errorWith(postSignalError) ?? postSignalError;
  }

  #errorWith(postSignalError: Error | undefined): Error | undefined {
    const { name } = this.operation.repository.schema;
    const [applied, notTried, unknown, notDurable, failed] = [
      ...[this.applied, this.notAttempted, this.unknown, this.#notDurable],
      this.failures.map(({ index }) => index),
    ].map(inOrder) as [number[], number[], number[], number[], number[]];
    const cause = this.#cause ?? this.failures[0]?.error;
    const outcome = { applied, failed, notAttempted: notTried };
    if (unknown.length > 0)
      return new WriteOutcomeUnknownError(name, cause, { ...outcome, unknown }, postSignalError);
    if (notDurable.length > 0)
      return new WriteNotDurableError(name, cause, {
        ...outcome,
        applied: inOrder([...applied, ...notDurable]),
      });
    // Nothing but one command, and that failed as a whole.
    if (this.#error !== undefined && applied.length + failed.length === 0) return this.#error as Error;
    if (failed.length + notTried.length === 0) return undefined;
    return new BulkWriteError(name, outcome, cause, this.failures, postSignalError);
  }
}

function inOrder(indexes: readonly number[]): number[] {
  return [...indexes].sort((a, b) => a - b);
}

import { callDriver } from '../driver/command/call-driver.js';
import type { CallKind } from '../driver/translation/classify-error.js';
import type { CommandSubject } from '../driver/translation/command-subject.js';
import type { Connection } from '../driver/connection.js';
import type { Participant, TransactionAttempt } from '../transaction/transaction-attempt.js';
import { outcomeOf } from '../driver/errors/write-outcome.js';

/** Sends the commands of one operation, queued with others of its transaction. */
export class OperationCommands {
  #hasSent = false;
  #mayBeApplied = false;

  constructor(
    private readonly connection: Connection,
    private readonly subject: CommandSubject,
    private readonly attempt: TransactionAttempt | undefined,
    private readonly participant: Participant | undefined,
  ) {}

  /** Whether a write command was sent. */
  get hasSent(): boolean {
    return this.#hasSent;
  }

  /** Whether a write command was sent and failed, but may have been applied. Never in a transaction, which is rolled back then. */
  get mayBeApplied(): boolean {
    return this.#mayBeApplied;
  }

  /** Sends a command that reads. @throws what `callDriver` throws */
  read<R>(command: () => Promise<R>): Promise<R> {
    return this.#call('read', command);
  }

  /**
   * Sends a command that writes.
   * @throws what `callDriver` throws; in a transaction TransactionInterruptedError in place of WriteOutcomeUnknownError
   */
  async write<R>(command: () => Promise<R>, kind: 'write' | 'writeMany' = 'write'): Promise<R> {
    try {
      return await this.#call(kind, this.#noted(command));
    } catch (error) {
      this.#mayBeApplied = this.#hasSent && !this.attempt && outcomeOf(error) !== 'notApplied';
      throw error;
    }
  }

  /** Sends a command that writes, and leaves its errors to the caller. @throws ShuttingDownError, or the driver's error */
  inLine<R>(command: () => Promise<R>): Promise<R> {
    const sending = this.#noted(command);
    if (this.attempt && this.participant) return this.attempt.send(this.participant, true, sending);
    this.connection.work.assertNotOver(this.subject.name);
    return sending();
  }

  #call<R>(kind: CallKind, command: () => Promise<R>): Promise<R> {
    // What a transaction has refused is rolled back, also what was written before.
    const whole = kind === 'writeMany' ? 'write' : kind;
    return this.attempt && this.participant
      ? this.attempt.call(this.participant, this.subject, whole, command)
      : callDriver(this.connection, this.subject, kind, command);
  }

  /** Notes when a command is sent. */
  #noted<R>(command: () => Promise<R>): () => Promise<R> {
    return () => {
      this.#hasSent = true;
      return command();
    };
  }
}

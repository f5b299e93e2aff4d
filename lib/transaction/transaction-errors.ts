import { DocumentsError } from '../errors/documents-error.js';
import { DriverError } from '../driver/errors/driver-error.js';

/** An operation reached a transaction that is over: the work did not await it. Nothing was sent to the server. */
export class TransactionOverError extends DocumentsError {
  readonly code = 'TRANSACTION_OVER';
  readonly transactionId: string;

  constructor(transactionId: string) {
    super({
      problem: 'An operation was refused',
      reason: 'It began in a transaction that is over, and was not awaited there',
      remedy: 'Await everything in the work, or do it in a listener of the phase afterCommit',
    });
    this.transactionId = transactionId;
  }
}

/** An earlier operation in the transaction failed: nothing more is sent, and it is not committed. `cause` is that first error. */
export class TransactionFailedError extends DriverError {
  readonly code = 'TRANSACTION_FAILED';
  readonly transactionId: string;

  constructor(transactionId: string, cause: unknown) {
    super({
      problem: 'The transaction is rolled back',
      reason: 'Something in it failed earlier, and that error was caught',
      remedy:
        'See "cause"; let the error leave the work, or use a transaction of its own (requiresNew) for anything that may fail',
      cause,
    });
    this.transactionId = transactionId;
  }
}

/** The server did not answer a command of a transaction, which is rolled back: nothing of it is stored. */
export class TransactionInterruptedError extends DriverError {
  readonly code = 'TRANSACTION_INTERRUPTED';
  readonly outcome = 'notApplied';
  readonly transactionId: string;

  constructor(transactionId: string, cause: unknown) {
    super({
      problem: 'The transaction is rolled back',
      reason: 'The server or the network failed during a command of the transaction',
      remedy: 'Try again when the server can be reached; it was already repeated within its timeout',
      cause,
    });
    this.transactionId = transactionId;
  }
}

/** `mandatory`, without a transaction to join. */
export class TransactionRequiredError extends DocumentsError {
  readonly code = 'TRANSACTION_REQUIRED';
  readonly connection: string;

  constructor(connection: string) {
    super({
      problem: `No transaction of the connection "${connection}" is in progress`,
      reason: 'The propagation "mandatory" joins a transaction and never begins one',
      remedy:
        'Call it in Transactions.run or in a @Transactional() method, or use the propagation "required"',
    });
    this.connection = connection;
  }
}

/** `never`, in a transaction. */
export class TransactionNotAllowedError extends DocumentsError {
  readonly code = 'TRANSACTION_NOT_ALLOWED';
  readonly connection: string;

  constructor(connection: string) {
    super({
      problem: `A transaction of the connection "${connection}" is in progress`,
      reason: 'The propagation "never" is refused inside a transaction',
      remedy: 'Call it after the transaction, or in a listener of the phase afterCommit',
    });
    this.connection = connection;
  }
}

/** A write on one connection inside a transaction of another, which cannot roll it back. Nothing was sent to the server. */
export class OtherConnectionError extends DocumentsError {
  readonly code = 'OTHER_CONNECTION';
  readonly connection: string;

  constructor(connection: string, connectionOfTransaction: string) {
    super({
      problem: `A write on the connection "${connection}" was refused`,
      reason: `It is in a transaction of the connection "${connectionOfTransaction}", whose rollback would not undo it`,
      remedy: 'Write after the commit, or pass { allowOtherConnections: true } to the transaction',
    });
    this.connection = connection;
  }
}

/** The commit was refused, by the server or by the driver. The transaction is rolled back: nothing of it is stored. */
export class CommitRefusedError extends DriverError {
  readonly code = 'COMMIT_REFUSED';
  readonly outcome = 'notApplied';
  readonly transactionId: string;
  /** The server's error code; undefined if it was not asked, as the session had lost its transaction before. */
  readonly serverCode: number | undefined;
  /** The server's error name, if given. */
  readonly serverCodeName: string | undefined;

  constructor(
    transactionId: string,
    { code, name }: { readonly code: number | undefined; readonly name: string | undefined },
    cause: unknown,
  ) {
    super({
      problem: 'The transaction is rolled back',
      reason:
        code === undefined
          ? 'The driver did not send the commit: something else ended the transaction of the session'
          : `The server refused the commit with code ${code}${name ? ` (${name})` : ''}`,
      remedy:
        code === undefined
          ? 'Let the package end the transaction, and throw an error to roll it back'
          : 'See "cause" for the server\'s message; an unchanged repeat will most likely be refused again',
      cause,
    });
    this.transactionId = transactionId;
    this.serverCode = code;
    this.serverCodeName = name;
  }
}

/** Every attempt conflicted with other writes until the time was used up. The transaction is rolled back: nothing of it is stored. */
export class TransactionConflictError extends DriverError {
  readonly code = 'TRANSACTION_CONFLICT';
  readonly outcome = 'notApplied';
  readonly transactionId: string;
  /** The number of attempts. */
  readonly attempts: number;

  constructor(transactionId: string, attempts: number, cause: unknown) {
    super({
      problem: 'The transaction is rolled back',
      reason: `It kept conflicting with other writes until its timeout was over (${attempts === 1 ? '1 attempt' : `${attempts} attempts`})`,
      remedy: 'Try again later, give it a longer "timeout", or write fewer documents that others write too',
      cause,
    });
    this.transactionId = transactionId;
    this.attempts = attempts;
  }
}

/** The outcome of a commit is unknown. No listener of a phase was called, and documents in memory are as before the transaction. */
export class CommitOutcomeUnknownError extends DriverError {
  readonly code = 'COMMIT_OUTCOME_UNKNOWN';
  readonly outcome = 'unknown';
  readonly transactionId: string;

  constructor(transactionId: string, cause: unknown) {
    super({
      problem: 'It is unknown whether the transaction was committed',
      reason: 'The server did not confirm the commit in time',
      remedy: 'Load its documents and check before you do it again',
      cause,
    });
    this.transactionId = transactionId;
  }
}

/** A document cannot be restored for a repetition of the transaction. Nothing is committed; `cause` made the repetition necessary. */
export class TransactionNotRepeatableError extends DriverError {
  readonly code = 'TRANSACTION_NOT_REPEATABLE';
  readonly documentName: string;

  constructor(documentName: string, cause: unknown, isRestored = true) {
    super({
      problem: `A transaction that changes a ${documentName} was not repeated`,
      reason: isRestored
        ? 'The document was loaded before the transaction and changed differently in each attempt, so the change would be made twice'
        : 'Its old values could not be set again: it is frozen, or one of its setters refuses them',
      remedy: isRestored
        ? `Load it in the work, or name it: run(work, { documents: [document] })`
        : 'Load it again and repeat the work, without freezing documents that it changes',
      cause,
    });
    this.documentName = documentName;
  }
}

/** A session's transaction was begun with the driver, so its end cannot be observed, but listeners wait for it. Nothing was sent. */
export class UnmanagedTransactionError extends DocumentsError {
  readonly code = 'UNMANAGED_TRANSACTION';

  constructor(operation: string, signal: string) {
    super({
      problem: `${operation} was refused`,
      reason: `Listeners receive ${signal} after the commit, but the session is in a transaction of the driver, whose commit cannot be observed`,
      remedy: 'Use Transactions.run or @Transactional()',
    });
  }
}

/** The options of a transaction are invalid. The work was not called. */
export class InvalidTransactionOptionsError extends DocumentsError {
  readonly code = 'INVALID_TRANSACTION_OPTIONS';

  constructor(reason: string, remedy: string) {
    super({ problem: 'A transaction was not begun', reason, remedy });
  }
}

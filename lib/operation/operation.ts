import type { ClientSession } from 'mongodb';
import { Notices } from '../transaction/notices.js';
import type { NotedWrite } from '../transaction/notices.js';
import type { Participant, TransactionAttempt } from '../transaction/transaction-attempt.js';
import { frozenContext } from '../lifecycle/new-payload.js';
import { assertCanEnter } from '../lifecycle/operation-step.js';
import type { OperationStep, StepOwner } from '../lifecycle/operation-step.js';
import type { SignalOrigin } from '../lifecycle/payloads.js';
import type { Context } from '../signal/signal-context.js';
import type { OperationTimeout } from '../signal/timeout.js';
import { assertOptions } from './assert-options.js';
import { HeldDocuments } from './held-documents.js';
import { track, noteLoaded } from './tracked-document.js';
import { OperationCommands } from './operation-commands.js';
import type { WriteBehaviours, WriteOptions } from './operation-options.js';
import type { RepositoryContext } from './repository-context.js';
import { attemptOf } from './attempt-of.js';
import type { RuledWrite } from './role/ruled-write.js';
import { announceNotices } from './announce/announce-notices.js';
import { announceWrites } from './announce/announce-writes.js';

const nothing: readonly object[] = Object.freeze([]);

/** One call of a repository method: locks the documents that it writes, and sends commands in the transaction that it belongs to. */
export class Operation implements StepOwner, RuledWrite {
  /** The transaction attempt that the operation belongs to. */
  readonly attempt: TransactionAttempt | undefined;
  readonly session: ClientSession | undefined;
  readonly label: string;
  readonly caller: OperationStep | undefined;
  readonly held: HeldDocuments;
  readonly commands: OperationCommands;
  isOver = false;
  /** Steps to run before it ends; undefined if there are none. */
  #beforeEnd: (() => void)[] | undefined;
  readonly #participant: Participant | undefined;
  readonly #options: WriteOptions;
  readonly #within: Operation | undefined;
  /** Whether the shutdown waits for it. For parts of other work it waits for that work. */
  readonly #isOnItsOwn: boolean;
  #context: Context | undefined;
  #timeout: OperationTimeout | undefined;
  /** The notices of an operation outside of a transaction, sent when it ends. */
  #notices: Notices | undefined;
  /** The writes for `postWrite`, also of the operations that are part of it; undefined if nobody listens. */
  #writes: NotedWrite[] | undefined;
  #failure: unknown;

  /**
   * @param within the operation that this one is part of
   * @throws InvalidOptionsError; RecursiveSignalError if receivers nest operations too deep; TransactionOverError,
   * TransactionFailedError, OtherConnectionError, ShuttingDownError
   */
  constructor(
    readonly repository: RepositoryContext,
    readonly origin: SignalOrigin,
    options: WriteOptions,
    within?: Operation,
  ) {
    assertOptions(repository, options);
    this.held = new HeldDocuments(repository.memory, repository.schema.name);
    this.label = `${repository.schema.name}.${origin}`;
    this.#options = options;
    this.#within = within;
    this.caller = repository.path.current;
    assertCanEnter(this, nothing);
    this.attempt = attemptOf(repository, origin, options.session);
    this.session = this.attempt ? this.attempt.session : options.session;
    this.#participant = this.attempt?.enter(within && within.#participant);
    const { connection, schema } = repository;
    this.commands = new OperationCommands(connection, repository, this.attempt, this.#participant);
    this.#isOnItsOwn = !within && !this.attempt;
    if (this.#isOnItsOwn) connection.work.begin(schema.name);
  }

  /** The documents that it writes. */
  get documents(): readonly object[] {
    return this.held.all;
  }

  /**
   * The caller's context, or the connection's at the first signal, frozen: the same object for all signals.
   * @throws what the connection's context source throws
   */
  get context(): Context {
    return (this.#context ??= this.#within?.context ?? this.#newContext());
  }

  /** The behaviours that the caller has switched off or on; undefined if none is named. */
  get behaviours(): WriteBehaviours | undefined {
    return this.#options.behaviours;
  }

  /**
   * Determines the context now: receivers of a later phase get the context of the beginning. @throws what the connection's context source
   * throws
   */
  askForContext(): void {
    this.#context = this.context;
  }

  #newContext(): Context {
    return frozenContext(this.#options.context ?? this.repository.connection.currentContext?.());
  }

  /** The timeout of its receivers and validators. */
  get timeout(): OperationTimeout {
    return (this.#timeout ??= this.repository.connection.newTimeout(this.attempt !== undefined));
  }

  /** The notices sent at the end of the transaction, or, outside of one and after its end, of this operation. */
  get notices(): Notices {
    return this.attempt && !this.attempt.isOver ? this.attempt.notices : (this.#notices ??= new Notices());
  }

  /** The operation that this one is part of, which announces the writes of all its parts. Itself if it is part of none. */
  get root(): Operation {
    return this.#within?.root ?? this;
  }

  /** The writes to be announced by `postWrite`. */
  get writes(): readonly NotedWrite[] {
    return this.#writes ?? [];
  }

  addWrite(write: NotedWrite): void {
    (this.#writes ??= []).push(write);
  }

  /** Notes the error that the operation ends with. @returns it */
  failedBy(error: unknown): unknown {
    this.#failure = error;
    return error;
  }

  /** Runs `last` when the operation ends, before anything else, after others in order. It must not throw. */
  beforeEnd(last: () => void): void {
    (this.#beforeEnd ??= []).push(last);
  }

  /**
   * Locks documents, and has the transaction track them.
   * @throws RecursiveSignalError, ParallelWriteError if a document is being written already, TransactionNotRepeatableError,
   * TransactionOverError, TransactionFailedError
   */
  lock(documents: readonly object[]): void {
    const { attempt, origin, repository } = this;
    assertCanEnter(this, documents);
    attempt?.assertUsable();
    if (this.#participant) this.#participant.hasDocuments = true;
    this.held.lock(documents, origin, attempt?.run);
    if (attempt) for (const document of documents) track(repository.memory, attempt, document);
  }

  /** Marks documents as loaded: if the transaction has written before, the values they hold may be rolled back. */
  markLoaded(documents: readonly object[]): void {
    const { attempt } = this;
    if (!attempt?.hasWritten) return;
    for (const document of documents) noteLoaded(this.repository.memory, attempt.run, document);
  }

  /** Checks that reading may go on. @throws ShuttingDownError, TransactionOverError, TransactionFailedError */
  assertGoesOn(): void {
    if (this.attempt) this.attempt.assertUsable();
    else this.repository.connection.work.assertNotOver(this.repository.schema.name);
  }

  /**
   * Sends `postWrite` for what it has written, unlocks the documents, and sends the notices.
   * @throws PostSignalError of `postWrite` only
   */
  async end(): Promise<void> {
    this.#beforeEnd?.forEach((last) => {
      last();
    });
    try {
      if (this.#writes) await announceWrites(this, this.#writes, this.#failure);
    } finally {
      await this.#end();
    }
  }

  async #end(): Promise<void> {
    this.isOver = true;
    if (!this.#notices) this.#leave();
    this.held.unlock(this.commands.hasSent);
    if (this.#participant) this.attempt?.leave(this.#participant);
    if (this.#notices) await this.#tell(this.#notices);
  }

  async #tell(notices: Notices): Promise<void> {
    const { repository } = this;
    await repository.ambient.outside(() => announceNotices(repository, notices, 'afterCommit'));
    this.#leave();
  }

  #leave(): void {
    if (this.#isOnItsOwn) this.repository.connection.work.end();
  }
}

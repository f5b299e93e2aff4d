import type { ClientSession } from 'mongodb';
import { callDriver } from '../connection/call-driver.js';
import { UnmanagedTransactionError } from '../connection/transaction-errors.js';
import type { CallKind } from '../connection/classify-error.js';
import type { Participant, TransactionScope, Waiting } from '../connection/transaction-scope.js';
import { ParallelWriteError } from '../lifecycle/lifecycle-errors.js';
import { frozenContext } from '../lifecycle/new-payload.js';
import { assertCanEnter, newStep } from '../lifecycle/operation-step.js';
import type { OperationStep, StepOwner } from '../lifecycle/operation-step.js';
import type { Context, SignalOrigin } from '../lifecycle/payloads.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import type { Budget } from '../signal/budget.js';
import type { Delivering } from '../signal/delivery.js';
import type { Payload, SignalPayloadOf, SignalSender, Signal } from '../signal/signal.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';
import { assertOptions } from './assert-options.js';
import { meet, noteLoaded } from './met-document.js';
import type { OperationOptions } from './operation-options.js';
import type { RepositoryContext } from './repository-context.js';
import { payloadOf } from './operation-payload.js';
import type { Parts } from './operation-payload.js';
import { rememberRoleValues } from './role-values.js';
import { scopeOf } from './scope-of.js';

const nothing: readonly object[] = Object.freeze([]);

/**
 * One call of a repository method: it takes the documents that it writes, sends commands and signals, in the transaction that it
 * belongs to, and gives the documents back at its end.
 */
export class Operation implements StepOwner {
  /** The attempt of a transaction that the operation belongs to. */
  readonly scope: TransactionScope | undefined;
  readonly session: ClientSession | undefined;
  readonly #participant: Participant | undefined;
  readonly label: string;
  readonly caller: OperationStep | undefined;
  readonly documents: object[] = [];
  isOver = false;
  readonly #options: OperationOptions;
  /** Others are waited for with what they are a part of. */
  readonly #isOnItsOwn: boolean;
  #context: Context | undefined;
  #budget: Budget | undefined;
  /** Of documents whose write has not succeeded yet; made for the first of them, since most classes need none. */
  #restore: Map<object, () => void> | undefined;
  /** What is told after an operation that belongs to no transaction. */
  #waiting: Waiting[] | undefined;

  /**
   * @param within the operation that this one is a part of
   * @throws InvalidOptionsError; RecursiveSignalError if receivers of other operations nest too deep; TransactionScopeClosedError,
   * TransactionFailedError, OtherConnectionError, ShuttingDownError
   */
  constructor(
    readonly repository: RepositoryContext,
    readonly origin: SignalOrigin,
    options: OperationOptions,
    within?: Operation,
  ) {
    assertOptions(repository, options);
    this.label = `${repository.schema.name}.${origin}`;
    this.#options = options;
    this.caller = repository.path.current;
    assertCanEnter(this, nothing);
    this.scope = scopeOf(repository, origin, options.session);
    this.session = this.scope ? this.scope.session : options.session;
    this.#participant = this.scope?.enter(within && within.#participant);
    this.#isOnItsOwn = !within && !this.scope;
    if (this.#isOnItsOwn) repository.connection.work.begin(repository.schema.name);
  }

  /** What the caller passed, frozen: the same object for all signals of this operation. */
  get context(): Context {
    return (this.#context ??= frozenContext(this.#options.context));
  }

  /** The time that its receivers and validators have. */
  get budget(): Budget {
    return (this.#budget ??= this.repository.connection.newBudget(this.scope !== undefined));
  }

  /**
   * @throws RecursiveSignalError, ParallelWriteError if a document is being written already, TransactionNotRepeatableError,
   * TransactionScopeClosedError, TransactionFailedError
   */
  take(documents: readonly object[]): void {
    const { memory, schema } = this.repository;
    assertCanEnter(this, documents);
    this.scope?.assertUsable();
    if (this.#participant) this.#participant.hasDocuments = true;
    const unit = this.scope?.unit;
    for (const document of documents) {
      if (!memory.states.take(document, unit)) throw this.#refusal(schema, document);
      this.documents.push(document);
    }
    if (this.scope) for (const document of documents) meet(memory, this.scope, document);
  }

  /** Somebody else writes the document. */
  #refusal({ name }: DocumentSchema, document: object): ParallelWriteError {
    const owner = this.repository.memory.states.ownerOf(document);
    const isOfOther = owner !== undefined && owner !== this.scope?.unit;
    return new ParallelWriteError(name, this.origin, isOfOther ? 'transaction' : 'operation');
  }

  /** What behaviours put into the document from here on is taken back at the end, unless it is stored by then. */
  restoreUnlessStored(schema: DocumentSchema, document: object): void {
    const restore = rememberRoleValues(schema, document);
    if (restore) (this.#restore ??= new Map<object, () => void>()).set(document, restore);
  }

  /** The document was written and is as the snapshot says. */
  markStored(document: object, snapshot: Snapshot): void {
    this.repository.memory.states.set(document, snapshot);
    this.#restore?.delete(document);
  }

  /** Documents were loaded: in a transaction that has written, what was loaded may be rolled back. */
  markLoaded(documents: readonly object[]): void {
    const { scope } = this;
    if (!scope?.hasWritten) return;
    for (const document of documents) noteLoaded(this.repository.memory, scope.unit, document);
  }

  /** Sends a command that reads, in line with others of the transaction. @throws what `callDriver` throws */
  read<R>(command: () => Promise<R>): Promise<R> {
    return this.#call('read', command);
  }

  /**
   * Sends a command that writes, in line with others of the transaction.
   * @throws what `callDriver` throws; of a transaction TransactionInterruptedError where that is WriteOutcomeUnknownError
   */
  write<R>(command: () => Promise<R>, kind: 'write' | 'writeMany' = 'write'): Promise<R> {
    return this.#call(kind, command);
  }

  /** Sends a command that writes when those before it of the transaction have their answers. @throws ShuttingDownError, or the driver's error */
  inLine<R>(command: () => Promise<R>): Promise<R> {
    if (this.#participant && this.scope) return this.scope.send(this.#participant, true, command);
    const { connection, schema } = this.repository;
    connection.work.assertNotOver(schema.name);
    return command();
  }

  #call<R>(kind: CallKind, command: () => Promise<R>): Promise<R> {
    const { connection, schema } = this.repository;
    return this.#participant && this.scope
      ? this.scope.call(this.#participant, schema.name, kind, command)
      : callDriver(connection, schema.name, kind, command);
  }

  /** Whether anybody listens: without, no payload is worth building. */
  hears(signal: Signal, sender: SignalSender): boolean {
    return this.repository.bus.hasReceivers(signal, sender);
  }

  /** Whether anybody listens who waits for the end of the transaction. */
  isAwaited(signal: Signal, sender: SignalSender): boolean {
    const { bus } = this.repository;
    return (
      bus.hasReceivers(signal, sender, 'afterCommit') ||
      (this.scope !== undefined && bus.hasReceivers(signal, sender, 'afterRollback'))
    );
  }

  /**
   * Asked before a write that will be told of.
   * @throws UnmanagedTransactionError if somebody waits for the end of a transaction that is not seen
   */
  assertEndIsSeen(signal: Signal, sender: SignalSender): void {
    if (this.scope || !this.session?.inTransaction()) return;
    const { bus } = this.repository;
    const phases = ['afterCommit', 'afterRollback'] as const;
    if (!phases.some((phase) => bus.hasReceivers(signal, sender, phase))) return;
    throw new UnmanagedTransactionError(this.label, signal.name);
  }

  /**
   * Receivers of a `post…` signal that fail in a transaction fail all of it.
   * @returns what is to be awaited; undefined where no receiver is, and its errors are thrown here
   */
  send<Of extends SignalPayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: SignalSender<T>,
    parts: Parts<Payload<Of, T>>,
  ): Delivering {
    const { budget } = this;
    const { bus, path } = this.repository;
    const payload = payloadOf(this, signal, sender, this.session, budget, parts);
    const caller = path.callerAt(newStep(this, signal.name));
    const deliver = (): Delivering => bus.deliver(signal, sender, payload, budget, caller);
    return this.scope && signal.moment === 'post' ? this.#failing(this.scope, deliver) : deliver();
  }

  async #failing(scope: TransactionScope, deliver: () => Delivering): Promise<void> {
    try {
      await deliver();
    } catch (error) {
      scope.fail(error);
      throw error;
    }
  }

  /** Something is to be done at the end of the transaction, or, outside of one, of this operation. It never rejects. */
  atEnd(waiting: Waiting): void {
    if (this.scope) this.scope.wait(waiting);
    else (this.#waiting ??= []).push(waiting);
  }

  /** @returns a promise if somebody waited for this */
  end(): Promise<void> | undefined {
    this.isOver = true;
    if (!this.#waiting) this.#leave();
    this.#restore?.forEach((restore) => {
      restore();
    });
    for (const document of this.documents) this.repository.memory.states.release(document);
    if (this.#participant) this.scope?.leave(this.#participant);
    return this.#waiting && this.#tell(this.#waiting);
  }

  async #tell(all: readonly Waiting[]): Promise<void> {
    for (const waiting of all) await this.repository.scopes.outside(() => waiting('afterCommit'));
    this.#leave();
  }

  #leave(): void {
    if (this.#isOnItsOwn) this.repository.connection.work.end();
  }
}

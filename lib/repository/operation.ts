import type { ClientSession } from 'mongodb';
import { ParallelWriteError } from '../lifecycle/lifecycle-errors.js';
import type { Context, Origin, SignalPayload } from '../lifecycle/payloads.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import type { Payload, PayloadOf, Sender, Signal } from '../signal/signal.js';
import type { Snapshot } from '../state/snapshot.js';
import { assertOptions } from './assert-options.js';
import type { OperationOptions } from './operation-options.js';
import type { RepositoryContext } from './repository-context.js';
import { rememberRoleValues } from './role-values.js';

/** What a signal's payload has of its own. */
type Parts<P> = Omit<P, keyof SignalPayload<string, unknown>>;

/**
 * One call of a repository method: it takes the documents that it writes, sends signals with the payload parts
 * that are the same for all of them, and gives the documents back at its end.
 */
export class Operation {
  readonly session: ClientSession | undefined;
  readonly #label: string;
  readonly #options: OperationOptions;
  #context: Context | undefined;
  readonly #documents: object[] = [];
  /** Of documents whose write has not succeeded yet; made for the first of them, since most classes need none. */
  #restore: Map<object, () => void> | undefined;
  #isOver = false;

  /** @throws InvalidOptionsError; RecursiveSignalError if receivers of other operations nest too deep */
  constructor(
    readonly repository: RepositoryContext,
    readonly origin: Origin,
    options: OperationOptions,
  ) {
    assertOptions(repository, options);
    this.#label = `${repository.schema.name}.${origin}`;
    this.#options = options;
    this.session = options.session;
    repository.path.assertCanEnter(this.#label, []);
  }

  /** What the caller passed, frozen: the same object for all signals of this operation. */
  get context(): Context {
    return (this.#context ??= frozen(this.#options.context));
  }

  /** @throws RecursiveSignalError, ParallelWriteError if a document is being written already */
  take(documents: readonly object[]): void {
    const { path, memory, schema } = this.repository;
    path.assertCanEnter(this.#label, documents);
    for (const document of documents) {
      if (!memory.states.take(document)) throw new ParallelWriteError(schema.name, this.origin);
      this.#documents.push(document);
    }
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

  end(): void {
    this.#isOver = true;
    this.#restore?.forEach((restore) => {
      restore();
    });
    for (const document of this.#documents) this.repository.memory.states.release(document);
  }

  /** Whether anybody listens: without, no payload is worth building. */
  hears(signal: Signal, sender: Sender): boolean {
    return this.repository.bus.hasReceivers(signal, sender);
  }

  send<Of extends PayloadOf, T extends object>(
    signal: Signal<Of>,
    sender: Sender<T>,
    parts: Parts<Payload<Of, T>>,
  ): Promise<void> {
    const { bus, connection, path } = this.repository;
    const { context, session, origin } = this;
    const payload = Object.freeze({
      signal: signal.name,
      sender,
      connection: connection.name,
      context,
      session,
      origin,
      ...parts,
    });
    return path.run(
      this.#label,
      signal.name,
      this.#documents,
      () => this.#isOver,
      () => bus.send(signal, sender, payload as Payload<Of, T>),
    );
  }
}

/** A copy, so that freezing is no surprise for the caller; a frozen context stays itself, and with it who lives by it. */
function frozen(context: Context = {}): Context {
  return Object.isFrozen(context) ? context : Object.freeze({ ...context });
}

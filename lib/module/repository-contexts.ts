import { Injectable, Logger } from '@nestjs/common';
import { Behaviours } from '../behaviour/behaviours.js';
import type { Connection } from '../driver/connection.js';
import type { ConnectionOptions } from '../driver/connection-options.js';
import { AmbientTransaction } from '../transaction/ambient-transaction.js';
import { Transactions } from '../transaction/transactions.js';
import { watchCommands } from '../transaction/command/watch-commands.js';
import { OperationPath } from '../lifecycle/operation-path.js';
import { nameDocument } from '../operation/tracked-document.js';
import { hasEndReceivers, reportNotRestored, announceEnd } from '../operation/announce/announce-end.js';
import { DocumentMemory, RepositoryContext } from '../operation/repository-context.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { DocumentRegistry } from '../schema/document-registry.js';
import { SignalBus } from '../signal/signal-bus.js';

/** The contexts of the repositories of one application: one per connection and class, shared by all modules. */
@Injectable()
export class RepositoryContexts {
  readonly #logger = new Logger('DocumentsModule');
  readonly #transactions = new Map<Connection, Transactions>();
  readonly #memories = new Map<Connection, DocumentMemory>();
  readonly #behaviours: Behaviours;
  readonly #contexts = new Map<Connection, Map<DocumentClass, RepositoryContext>>();

  constructor(
    private readonly bus: SignalBus,
    private readonly registry: DocumentRegistry,
    private readonly path: OperationPath,
    private readonly ambient: AmbientTransaction,
  ) {
    this.#behaviours = new Behaviours(bus);
  }

  /** @throws NotADocumentError, UnknownFieldTypeError, InvalidSchemaError, DuplicateDocumentNameError */
  contextFor(documentClass: DocumentClass, connection: Connection): RepositoryContext {
    const contexts = this.#contexts.get(connection) ?? new Map<DocumentClass, RepositoryContext>();
    this.#contexts.set(connection, contexts);
    const known = contexts.get(documentClass);
    if (known) return known;
    const context = new RepositoryContext(
      this.registry.register(documentClass, connection.name),
      connection,
      this.bus,
      this.path,
      this.#memoryOf(connection),
      this.ambient,
      this.registry,
      this.#logger,
    );
    contexts.set(documentClass, context);
    this.#behaviours.connect(context);
    return context;
  }

  /** The transactions of a connection. */
  transactionsOf(connection: Connection): Transactions {
    const transactions = this.#transactions.get(connection) ?? this.#newTransactions(connection);
    this.#transactions.set(connection, transactions);
    return transactions;
  }

  /** Warns of driver commands that miss the transaction around them, unless the options say otherwise. */
  watchCommands(connection: Connection, { commandsWithoutSession = 'warn' }: ConnectionOptions): void {
    if (commandsWithoutSession === 'ignore') return;
    watchCommands(connection, this.ambient, (message) => {
      this.#logger.warn(message);
    });
  }

  #newTransactions(connection: Connection): Transactions {
    const { bus, path, ambient } = this;
    const memory = this.#memoryOf(connection);
    return new Transactions({
      connection,
      ambient,
      nameDocument: (run, document) => {
        nameDocument(memory, run, document);
      },
      currentContext: () => (hasEndReceivers(bus) ? connection.currentContext?.() : undefined),
      announceEnd: announceEnd(bus, path, memory),
      reportNotRestored: reportNotRestored(bus),
    });
  }

  #memoryOf(connection: Connection): DocumentMemory {
    const memory =
      this.#memories.get(connection) ?? new DocumentMemory(() => this.transactionsOf(connection));
    this.#memories.set(connection, memory);
    return memory;
  }

  /** Disconnects the behaviours of document classes. */
  disconnect(): void {
    this.#behaviours.disconnect();
  }
}

import { Injectable } from '@nestjs/common';
import { Behaviours } from '../behaviour/behaviours.js';
import type { Connection } from '../connection/connection.js';
import { OperationPath } from '../lifecycle/operation-path.js';
import { DocumentMemory, RepositoryContext } from '../repository/repository-context.js';
import type { DocumentClass } from '../schema/class-record.js';
import { DocumentRegistry } from '../schema/document-registry.js';
import { SignalBus } from '../signal/signal-bus.js';

/** What the repositories of one application work with: one context for each connection and class, however many modules ask. */
@Injectable()
export class RepositoryContexts {
  readonly #path = new OperationPath();
  readonly #memories = new Map<Connection, DocumentMemory>();
  readonly #behaviours: Behaviours;
  readonly #contexts = new Map<Connection, Map<DocumentClass, RepositoryContext>>();

  constructor(
    private readonly bus: SignalBus,
    private readonly registry: DocumentRegistry,
  ) {
    this.#behaviours = new Behaviours(bus);
  }

  /** @throws NotADocumentError, UnknownFieldTypeError, InvalidSchemaError, DuplicateDocumentNameError */
  contextFor(documentClass: DocumentClass, connection: Connection): RepositoryContext {
    const contexts = this.#contexts.get(connection) ?? new Map<DocumentClass, RepositoryContext>();
    this.#contexts.set(connection, contexts);
    const known = contexts.get(documentClass);
    if (known) return known;
    const memory = this.#memories.get(connection) ?? new DocumentMemory();
    this.#memories.set(connection, memory);
    const context = new RepositoryContext(
      this.registry.register(documentClass),
      connection,
      this.bus,
      this.#path,
      memory,
    );
    contexts.set(documentClass, context);
    this.#behaviours.connect(context);
    return context;
  }

  /** Disconnects the behaviours of document classes. */
  disconnect(): void {
    this.#behaviours.disconnect();
  }
}

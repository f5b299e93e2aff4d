import { writeParents } from '../operation/derived/write-parents.js';
import { postWrite } from '../lifecycle/signals.js';
import { ownOrder } from '../lifecycle/own-order.js';
import type { PostWrite } from '../lifecycle/payloads.js';
import type { RepositoryContext } from '../operation/repository-context.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import type { RootSchema } from '../schema/document-schema.js';
import { countersOf, hasTouching } from '../schema/reference/derived-data.js';
import type { DisconnectReceiver } from '../signal/receiver/receiver.js';
import type { SignalBus } from '../signal/signal-bus.js';

/**
 * `@CounterOf()` and `{ touch: true }`: at the end of each operation, before other receivers of `postWrite`, the documents that the written
 * ones refer to are updated, in the same transaction if there is one. One receiver for all classes, so that it is called once.
 */
export class DerivedDataReceiver {
  readonly #connected = new Set<DocumentClass>();
  readonly #undo: DisconnectReceiver[] = [];

  /** @param contextOf gives the context of any repository of a connection */
  constructor(
    private readonly bus: SignalBus,
    private readonly contextOf: (connection: string) => RepositoryContext,
  ) {}

  /** Connects it for the classes from whose writes something is derived, as far as these schemas show. */
  connect(schemas: readonly RootSchema[]): void {
    const counted: readonly unknown[] = schemas.flatMap(countersOf).map((each) => each.counted);
    const touching = schemas.filter(hasTouching).map(({ documentClass }) => documentClass);
    for (const each of [...counted, ...touching]) {
      // A class that is not there yet, or not a document, is an error of the start.
      if (typeof each !== 'function' || this.#connected.has(each as DocumentClass)) continue;
      this.#connected.add(each as DocumentClass);
      const options = { name: 'derived data', order: -ownOrder };
      this.#undo.push(this.bus.connect(postWrite, each as DocumentClass, this.#write, options));
    }
  }

  disconnect(): void {
    for (const undo of this.#undo.splice(0)) undo();
  }

  readonly #write = async ({ connection, session, context }: PostWrite<object>): Promise<void> => {
    const repository = this.contextOf(connection);
    const operation = repository.path.current?.owner;
    const changes = operation && repository.memory.parentChanges.get(operation);
    if (changes) await writeParents(repository, changes, { session, context });
  };
}

import type { Collection } from 'mongodb';
import { parseDocument } from '../codec/decode.js';
import { possiblyChanged } from '../codec/bytes/possibly-changed.js';
import { parseKeys } from '../codec/bytes/parse-keys.js';
import { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { Connection } from '../driver/connection.js';
import type { AmbientTransaction } from '../transaction/ambient-transaction.js';
import type { Transactions } from '../transaction/transactions.js';
import type { OperationPath } from '../lifecycle/operation-path.js';
import type { DocumentRegistry } from '../schema/document-registry.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { DerivedData } from '../schema/reference/derived-data.js';
import type { SignalBus } from '../signal/signal-bus.js';
import type { ByteReading } from '../state/snapshot/byte-snapshot.js';
import type { Snapshot, Stored } from '../state/snapshot/snapshot.js';
import { DocumentStates } from '../state/memory/document-states.js';
import type { ParentChanges } from './derived/parent-changes.js';
import type { OperationLog } from './find/unreadable.js';
import type { WriteBehaviours } from './operation-options.js';

/** The state that all repositories of one connection share. */
export class DocumentMemory {
  readonly states = new DocumentStates();
  readonly undeclared = new UndeclaredKeys();
  /** The classes whose first update by a filter has been looked at: docs/04, "Updates". */
  readonly warnedOf = new Set<RootSchema>();
  /** The snapshots of deleted documents that the database keeps, by document. */
  readonly kept = new WeakMap<object, Snapshot>();
  /** While receivers of `preSavePostValidation` may change a document: its current form to be written, by document. */
  readonly drafts = new Map<object, { revised(): Stored }>();
  /** The behaviours that a call switches, by the payloads of its signals. */
  readonly behaviours = new WeakMap<object, WriteBehaviours>();
  /** The data that writes of a class change in other documents, as computed for its family. */
  readonly derived = new Map<
    RootSchema,
    { readonly family: readonly RootSchema[]; readonly data: DerivedData | undefined }
  >();
  /** The changes of the documents that written ones refer to, by operation. */
  readonly parentChanges = new WeakMap<object, ParentChanges>();
  /** The dependencies of repositories, by schema. */
  readonly contexts = new Map<RootSchema, RepositoryContext>();

  /** @param transactions gives those of the connection; undefined in tests without one */
  constructor(readonly transactions?: () => Transactions) {}
}

/** The dependencies of one repository's operations. Created by `DocumentsModule.forFeature`. */
export class RepositoryContext {
  #collection: Collection | undefined;
  /** @internal Options for reading the bytes of stored documents; the same for all of them. */
  readonly reading: ByteReading = {
    parse: (bytes) => parseDocument(this.schema, bytes),
    parseKeys,
    possiblyChanged,
  };

  /** @internal */
  constructor(
    readonly schema: RootSchema,
    readonly connection: Connection,
    readonly bus: SignalBus,
    readonly path: OperationPath,
    readonly memory: DocumentMemory,
    readonly ambient: AmbientTransaction,
    readonly registry: DocumentRegistry,
    readonly log: OperationLog,
  ) {
    memory.contexts.set(schema, this);
    memory.derived.clear();
  }

  /** @internal The context of another class on the same connection, for reading. */
  ofSchema(schema: RootSchema): RepositoryContext {
    const { connection, bus, path, memory, ambient, registry, log } = this;
    const known = memory.contexts.get(schema);
    return known ?? new RepositoryContext(schema, connection, bus, path, memory, ambient, registry, log);
  }

  /** @internal Created by the first operation: tests may pass a connection without collections. */
  get collection(): Collection {
    return (this.#collection ??= this.connection.collection(this.schema.collection));
  }

  /** The name of the document class. */
  get name(): string {
    return this.schema.name;
  }

  /** The schema, and those of its subclasses in this application. */
  get family(): readonly RootSchema[] {
    return this.registry.family(this.schema);
  }
}

import type { Collection } from 'mongodb';
import { parseDocument } from '../codec/decode.js';
import { possiblyChanged } from '../codec/bytes/possibly-changed.js';
import { parseKeys } from '../codec/bytes/parse-keys.js';
import { UndeclaredKeys } from '../codec/undeclared-keys.js';
import type { Connection } from '../driver/connection.js';
import type { TransactionScopes } from '../transaction/ambient-transaction.js';
import type { OperationPath } from '../lifecycle/operation-path.js';
import type { DocumentRegistry } from '../schema/document-registry.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { SignalBus } from '../signal/signal-bus.js';
import type { ByteReading } from '../state/snapshot/byte-snapshot.js';
import type { Stored } from '../state/snapshot/snapshot.js';
import { DocumentStates } from '../state/memory/document-states.js';
import type { OperationLog } from './find/unreadable.js';

/** What all repositories of one connection share. */
export class DocumentMemory {
  readonly states = new DocumentStates();
  readonly undeclared = new UndeclaredKeys();
  /** By document, while receivers of `preSavePostValidation` may change it: how it is to be written now. */
  readonly drafts = new Map<object, { revised(): Stored }>();
}

/** What the operations of one repository work with. Made by `DocumentsModule.forFeature`. */
export class RepositoryContext {
  #collection: Collection | undefined;
  /** @internal Reads the bytes of stored documents; the same for all of them. */
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
    readonly scopes: TransactionScopes,
    readonly registry: DocumentRegistry,
    readonly log: OperationLog,
  ) {}

  /** @internal Asked for by the first operation: tests may give a connection that has none. */
  get collection(): Collection {
    return (this.#collection ??= this.connection.collection(this.schema.collection));
  }

  /** The schema, and those of the classes that extend it in this application. */
  get family(): readonly RootSchema[] {
    return this.registry.family(this.schema);
  }
}

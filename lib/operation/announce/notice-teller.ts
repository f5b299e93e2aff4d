import type { Connection } from '../../driver/connection.js';
import type { OperationPath } from '../../lifecycle/operation-path.js';
import type { SignalBus } from '../../signal/signal-bus.js';
import type { DocumentMemory } from '../repository-context.js';

/** The part of a repository, or of a transaction, that sends notices. */
export interface NoticeTeller {
  readonly bus: SignalBus;
  readonly path: OperationPath;
  readonly memory: DocumentMemory;
  readonly connection: Connection;
}

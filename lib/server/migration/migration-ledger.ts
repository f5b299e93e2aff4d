import type { ClientSession, Collection } from 'mongodb';
import { callDriver } from '../../driver/command/call-driver.js';
import type { Connection } from '../../driver/connection.js';
import { readEntry } from './ledger-entry.js';
import type { BatchPosition, LedgerEntry } from './ledger-entry.js';
import { MigrationLockLostError } from './migration-errors.js';

interface StoredEntry {
  readonly _id: string;
  readonly [key: string]: unknown;
}

/** The start of a migration, as the ledger keeps it. */
export interface BegunMigration {
  readonly id: string;
  readonly direction: 'up' | 'down';
  readonly checksum: string;
  readonly batch: number;
  /** Positions of an earlier, unfinished run that it continues from. */
  readonly positions: readonly BatchPosition[];
}

const subject = Object.freeze({ name: 'the ledger of the migrations' });

/** The collection that says which migrations were applied. Its entries are changed only by the holder of the lock. */
export class MigrationLedger {
  readonly #collection: Collection<StoredEntry>;

  constructor(
    private readonly connection: Connection,
    readonly name: string,
  ) {
    this.#collection = connection.collection(name) as unknown as Collection<StoredEntry>;
  }

  /** All entries by id. @throws InvalidMigrationLedgerError, and what `callDriver` throws */
  async readAll(): Promise<Map<string, LedgerEntry>> {
    const stored = await callDriver(this.connection, subject, 'read', () =>
      this.#collection.find({}, { sort: { _id: 1 }, readPreference: 'primary' }).toArray(),
    );
    return new Map(stored.map((each) => readEntry(this.name, each)).map((entry) => [entry.id, entry]));
  }

  /** Notes that a holder of the lock begins a migration, or goes on with one. */
  async begin({ id, ...begun }: BegunMigration, holder: string): Promise<void> {
    const changes = { ...begun, state: 'running', startedAt: new Date(), holder };
    await this.#write(() =>
      this.#collection.updateOne(
        { _id: id },
        { $set: changes, $unset: { failedAt: true } },
        { ...durable, upsert: true },
      ),
    );
  }

  /**
   * Notes how far the walks of a migration have come.
   * @param session of the transaction that the batch was written in, if it was
   * @throws MigrationLockLostError if another holder runs it
   */
  async move(
    id: string,
    holder: string,
    positions: readonly BatchPosition[],
    session?: ClientSession,
  ): Promise<void> {
    await this.#change(id, holder, { $set: { positions } }, session);
  }

  /** Notes that a migration was applied. @throws MigrationLockLostError if another holder runs it */
  async applied(id: string, holder: string, duration: number, session?: ClientSession): Promise<void> {
    const changes = { state: 'applied', appliedAt: new Date(), duration };
    await this.#change(id, holder, { $set: changes, $unset: { holder: true, positions: true } }, session);
  }

  /** Removes a migration that was reverted. @throws MigrationLockLostError if another holder runs it */
  async reverted(id: string, holder: string, session?: ClientSession): Promise<void> {
    const options = session ? { session } : durable;
    const { deletedCount } = await this.#write(() =>
      this.#collection.deleteOne({ _id: id, holder }, options),
    );
    if (deletedCount === 0) throw new MigrationLockLostError();
  }

  /** Notes that a migration failed, unless another holder runs it meanwhile. Its positions stay. */
  async failed(id: string, holder: string): Promise<void> {
    await this.#write(() =>
      this.#collection.updateOne(
        { _id: id, holder },
        { $set: { state: 'failed', failedAt: new Date() }, $unset: { holder: true } },
        durable,
      ),
    );
  }

  /** Replaces the checksum of an applied migration. */
  async accept(id: string, checksum: string): Promise<void> {
    await this.#write(() => this.#collection.updateOne({ _id: id }, { $set: { checksum } }, durable));
  }

  /** Removes the entry of a migration whose file is missing. */
  async remove(id: string): Promise<void> {
    await this.#write(() => this.#collection.deleteOne({ _id: id }, durable));
  }

  /** Adds a migration that another tool has applied. @returns whether it was missing */
  async addApplied(id: string, appliedAt: Date | undefined): Promise<boolean> {
    const entry = { state: 'applied', direction: 'up', batch: 0, ...(appliedAt && { appliedAt }) };
    const { upsertedCount } = await this.#write(() =>
      this.#collection.updateOne({ _id: id }, { $setOnInsert: entry }, { ...durable, upsert: true }),
    );
    return upsertedCount === 1;
  }

  async #change(id: string, holder: string, update: object, session?: ClientSession): Promise<void> {
    const options = session ? { session } : durable;
    const { matchedCount } = await this.#write(() =>
      this.#collection.updateOne({ _id: id, holder, state: 'running' }, update, options),
    );
    if (matchedCount === 0) throw new MigrationLockLostError();
  }

  #write<R>(call: () => Promise<R>): Promise<R> {
    return callDriver(this.connection, subject, 'write', call);
  }
}

/** Confirmed by a majority, so that no failover forgets it. */
const durable = Object.freeze({ writeConcern: Object.freeze({ w: 'majority' as const }) });

import { hostname } from 'node:os';
import type { Collection } from 'mongodb';
import { callDriver } from '../../driver/command/call-driver.js';
import type { Connection } from '../../driver/connection.js';
import { DuplicateKeyError } from '../../driver/errors/write-errors.js';
import { isDate } from 'node:util/types';

interface StoredLock {
  readonly _id: string;
  readonly holder: string;
  readonly process: string;
  readonly lockedAt: Date;
  readonly leasedUntil: Date;
}

/** The holder of the lock, for people. */
export interface LockHolder {
  /** Host and process id. */
  readonly process: string;
  readonly lockedAt: Date | undefined;
  readonly leasedUntil: Date | undefined;
}

const subject = Object.freeze({ name: 'the lock of the migrations' });
const majority = Object.freeze({ writeConcern: Object.freeze({ w: 'majority' as const }) });

/**
 * The one document by which one of many processes runs migrations. A lease that its holder renews: times are those of the processes, so their
 * clocks must agree to within a fraction of it.
 */
export class MigrationLock {
  readonly #collection: Collection<StoredLock>;

  constructor(
    private readonly connection: Connection,
    name: string,
    readonly lease: number,
  ) {
    this.#collection = connection.collection(`${name}_lock`) as unknown as Collection<StoredLock>;
  }

  /**
   * Takes the lock if it is free, or if its lease is over.
   * @returns the holder whose lease was over, if there was one; `held` if another process has it
   */
  async take(holder: string): Promise<{ readonly expired: LockHolder | undefined } | 'held'> {
    const now = new Date();
    const lock = {
      holder,
      process: `${hostname()} ${process.pid}`,
      lockedAt: now,
      leasedUntil: new Date(now.getTime() + this.lease),
    };
    try {
      const before = await this.#write(() =>
        this.#collection.findOneAndUpdate(
          { _id: 'lock', leasedUntil: { $not: { $gt: now } } },
          { $set: lock },
          { ...majority, upsert: true, returnDocument: 'before' },
        ),
      );
      return { expired: before ? describe(before) : undefined };
    } catch (error) {
      // The document exists, and its lease is not over.
      if (error instanceof DuplicateKeyError) return 'held';
      throw error;
    }
  }

  /** Lets the lease begin anew. @returns its end; undefined if it was over, or another process has the lock */
  async renew(holder: string): Promise<Date | undefined> {
    const now = new Date();
    const leasedUntil = new Date(now.getTime() + this.lease);
    const { matchedCount } = await this.#write(() =>
      this.#collection.updateOne(
        { _id: 'lock', holder, leasedUntil: { $gt: now } },
        { $set: { leasedUntil } },
        majority,
      ),
    );
    return matchedCount === 1 ? leasedUntil : undefined;
  }

  /** Gives the lock back, if nobody else has taken it since. */
  async release(holder: string): Promise<void> {
    await this.#write(() => this.#collection.deleteOne({ _id: 'lock', holder }, majority));
  }

  /** The holder of the lock; undefined if it is free. Also one whose lease is over and that did not give it back. */
  async read(): Promise<LockHolder | undefined> {
    const stored = await callDriver(this.connection, subject, 'read', () =>
      this.#collection.findOne({ _id: 'lock' }, { readPreference: 'primary' }),
    );
    return stored ? describe(stored) : undefined;
  }

  #write<R>(call: () => Promise<R>): Promise<R> {
    return callDriver(this.connection, subject, 'write', call);
  }
}

/** Reads what anybody may have written. */
function describe({ process: name, lockedAt, leasedUntil }: Partial<StoredLock>): LockHolder {
  return {
    process: typeof name === 'string' && /^[\w.-]{1,100} \d{1,10}$/.test(name) ? name : 'unknown',
    lockedAt: isDate(lockedAt) ? lockedAt : undefined,
    leasedUntil: isDate(leasedUntil) ? leasedUntil : undefined,
  };
}

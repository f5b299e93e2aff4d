import { randomUUID } from 'node:crypto';
import type { LockHolder, MigrationLock } from '../../server/migration/migration-lock.js';
import { MigrationLockLostError } from '../../server/migration/migration-errors.js';

/** The lock while this process has it: renewed by a timer, and aborting the work if it is lost. */
export class HeldLock {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #until: number;
  #isRenewing = false;

  private constructor(
    private readonly lock: MigrationLock,
    /** Identifies this run among all. */
    readonly holder: string,
    lease: number,
    taken: number,
    /** The process whose lease was over, if it did not give the lock back. */
    readonly expired: LockHolder | undefined,
  ) {
    this.#until = taken + lease;
    this.#timer = setInterval(() => void this.#renew(), lease / 3);
    this.#timer.unref();
  }

  /** Takes the lock once. @returns undefined if another process has it */
  static async take(lock: MigrationLock): Promise<HeldLock | undefined> {
    const holder = randomUUID();
    const began = Date.now();
    const taken = await lock.take(holder);
    return taken === 'held' ? undefined : new HeldLock(lock, holder, lock.lease, began, taken.expired);
  }

  /** Aborted with a `MigrationLockLostError` when it is lost. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** @throws MigrationLockLostError */
  assertHeld(): void {
    if (Date.now() >= this.#until) this.#lose();
    this.signal.throwIfAborted();
  }

  /** Gives it back. If the server cannot be reached, the lease ends by itself. */
  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.lock.release(this.holder);
  }

  async #renew(): Promise<void> {
    if (this.#isRenewing) {
      if (Date.now() >= this.#until) this.#lose();
      return;
    }
    this.#isRenewing = true;
    try {
      const until = await this.lock.renew(this.holder);
      if (until) this.#until = until.getTime();
      else this.#lose();
    } catch (error) {
      // It is tried again while the lease lasts.
      if (Date.now() >= this.#until) this.#lose(error);
    } finally {
      this.#isRenewing = false;
    }
  }

  #lose(cause?: unknown): void {
    clearInterval(this.#timer);
    if (!this.signal.aborted) this.#abort.abort(new MigrationLockLostError(cause));
  }
}

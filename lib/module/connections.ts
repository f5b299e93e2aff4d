import { Injectable, Logger } from '@nestjs/common';
import { connect } from '../driver/connect.js';
import type { ConnectReports } from '../driver/connect.js';
import type { Connection } from '../driver/connection.js';
import type { ConnectionOptions } from '../driver/connection-options.js';
import { DuplicateConnectionError } from '../driver/errors/connection-errors.js';
import { OngoingWork } from '../driver/ongoing-work.js';
import { ShuttingDownError } from '../driver/errors/shutdown-error.js';

/** The least time, in milliseconds, for telling a server that its cursors and sessions are no longer used. */
const leastCloseTime = 500;

/** The connections of one application: opened during its start, and closed at its end or if it fails to start. */
@Injectable()
export class Connections {
  readonly #logger = new Logger('DocumentsModule');
  readonly #opened = new Map<string, Promise<Connection>>();
  readonly #abort = new AbortController();
  #failure: unknown;
  #isStarted = false;

  constructor(private readonly work: OngoingWork) {}

  get names(): readonly string[] {
    return [...this.#opened.keys()];
  }

  /** @throws DuplicateConnectionError, ConnectionConfigurationError, ConnectionFailedError, ShuttingDownError */
  async open(name: string, options: ConnectionOptions): Promise<Connection> {
    if (this.#abort.signal.aborted) throw this.#failure;
    if (this.#opened.has(name)) return this.abandon(new DuplicateConnectionError(name));
    const opening = connect(name, options, this.#reportsOf(name), this.#abort.signal, this.work);
    this.#opened.set(name, opening);
    try {
      return await opening;
    } catch (error) {
      return this.abandon(error);
    }
  }

  /** Notes that the application has started: from now on an error, as in a lazily loaded module, does not close connections. */
  keep(): void {
    this.#isStarted = true;
  }

  /**
   * Closes all connections and ends attempts to connect, since the application does not start: nothing keeps the process alive.
   * @throws the first error that it was called with, since those of other connections follow from it
   */
  async abandon(error: unknown): Promise<never> {
    if (this.#isStarted) throw this.#failure ?? error;
    this.#stopOpening(error);
    await this.close();
    throw this.#failure;
  }

  /**
   * Waits for running work at the end of the application, as long as the most patient connection allows. New work is refused, and nothing
   * is sent afterwards.
   * @returns until when closing may take, by the clock of `performance`
   */
  async finishWork(): Promise<number> {
    this.work.refuseOthers();
    this.#stopOpening(new ShuttingDownError('a connection'));
    const began = performance.now();
    const opened = await this.#settled();
    const time = opened.reduce((most, { shutdownTimeout }) => Math.max(most, shutdownTimeout), 0);
    const left = await this.work.finish(time);
    if (left > 0) {
      this.#logger.warn(
        `The application ends after ${time} ms ("shutdownTimeout"), but ${left} operations, transactions or loops over documents are still in progress: their further commands are refused`,
      );
    }
    return began + time;
  }

  /** @param until how long the servers may delay it, by the clock of `performance`; default as long as their connections allow */
  async close(until?: number): Promise<void> {
    const opened = await this.#settled();
    this.#opened.clear();
    const time = until === undefined ? undefined : Math.max(until - performance.now(), leastCloseTime);
    await Promise.all(opened.map((connection) => connection.close(time)));
  }

  #reportsOf(name: string): ConnectReports {
    return {
      begin: (hosts, database) => {
        this.#logger.log(`Connection "${name}": connecting to ${hosts}, database "${database}"`);
      },
      retry: (attempt, wait) => {
        this.#logger.warn(
          `Connection "${name}": attempt ${attempt} reached no server, trying again in ${wait} ms`,
        );
      },
    };
  }

  #stopOpening(failure: unknown): void {
    this.#failure ??= failure;
    this.#abort.abort();
  }

  /** Waits until no connection is being made any more, and returns those that succeeded. */
  async #settled(): Promise<Connection[]> {
    const opened = await Promise.allSettled(this.#opened.values());
    return opened.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
  }
}

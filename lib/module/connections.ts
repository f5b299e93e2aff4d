import { Injectable, Logger } from '@nestjs/common';
import { connect } from '../connection/connect.js';
import type { Connection } from '../connection/connection.js';
import type { ConnectionOptions } from '../connection/connection-options.js';
import { DuplicateConnectionError } from '../connection/connection-errors.js';

/** The connections of one application: opened while it starts, closed when it ends or does not start. */
@Injectable()
export class Connections {
  readonly #logger = new Logger('DocumentsModule');
  readonly #opened = new Map<string, Promise<Connection>>();
  readonly #abort = new AbortController();
  #failure: unknown;
  #isStarted = false;

  get names(): readonly string[] {
    return [...this.#opened.keys()];
  }

  /** @throws DuplicateConnectionError, ConnectionConfigurationError, ConnectionFailedError */
  async open(name: string, options: ConnectionOptions): Promise<Connection> {
    if (this.#abort.signal.aborted) throw this.#failure;
    if (this.#opened.has(name)) return this.abandon(new DuplicateConnectionError(name));
    const reportRetry = (attempt: number, wait: number): void => {
      this.#logger.warn(
        `Connection "${name}": attempt ${attempt} reached no server, trying again in ${wait} ms`,
      );
    };
    const opening = connect(name, options, reportRetry, this.#abort.signal);
    this.#opened.set(name, opening);
    try {
      return await opening;
    } catch (error) {
      return this.abandon(error);
    }
  }

  /** The application has started: from now on an error, as in a lazily loaded module, ends no connection. */
  keep(): void {
    this.#isStarted = true;
  }

  /**
   * The application does not start: connections are closed, and attempts to connect end, so that nothing keeps the process alive.
   * @throws the first error that it was called with, since those of other connections follow from it
   */
  async abandon(error: unknown): Promise<never> {
    if (this.#isStarted) throw error;
    this.#failure ??= error;
    this.#abort.abort();
    await this.close();
    throw this.#failure;
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#opened.values());
    this.#opened.clear();
    for (const result of opened) if (result.status === 'fulfilled') await result.value.close();
  }
}

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

  get names(): readonly string[] {
    return [...this.#opened.keys()];
  }

  /** @throws DuplicateConnectionError, ConnectionConfigurationError, ConnectionFailedError */
  async open(name: string, options: ConnectionOptions): Promise<Connection> {
    if (this.#opened.has(name)) {
      await this.close();
      throw new DuplicateConnectionError(name);
    }
    const opening = connect(name, options, (attempt, wait) => {
      this.#logger.warn(
        `Connection "${name}": attempt ${attempt} reached no server, trying again in ${wait} ms`,
      );
    });
    this.#opened.set(name, opening);
    return opening;
  }

  /** Waits for those that are still being opened. */
  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.#opened.values());
    this.#opened.clear();
    for (const result of opened) if (result.status === 'fulfilled') await result.value.close();
  }
}

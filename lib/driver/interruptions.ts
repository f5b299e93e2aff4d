import type { ConnectionClosedEvent, MongoClient, ServerDescriptionChangedEvent } from 'mongodb';

/**
 * Counts lost writable servers and broken connections. After one, the driver tries a write again and throws only the second error: a call
 * without an interruption was sent at most once.
 */
export class Interruptions {
  #count = 0;

  constructor(private readonly client: MongoClient) {
    client.on('serverDescriptionChanged', this.#noteServer);
    client.on('connectionClosed', this.#noteConnection);
  }

  /** The number so far; never decreases. */
  get count(): number {
    return this.#count;
  }

  /** Stops counting: the client may outlive the connection. */
  stop(): void {
    this.client.off('serverDescriptionChanged', this.#noteServer);
    this.client.off('connectionClosed', this.#noteConnection);
  }

  readonly #noteServer = ({ previousDescription, newDescription }: ServerDescriptionChangedEvent): void => {
    if (newDescription.type === 'Unknown' && previousDescription.type !== 'Unknown') this.#count++;
  };

  readonly #noteConnection = ({ reason }: ConnectionClosedEvent): void => {
    if (reason === 'error') this.#count++;
  };
}

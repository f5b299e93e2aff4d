import type { ConnectionClosedEvent, MongoClient, ServerDescriptionChangedEvent } from 'mongodb';

/**
 * Counts how often a server that takes writes was lost, or a connection to it broke. The driver tries a write again after that and
 * throws the error of the second try only: a call during which nothing was interrupted was sent at most once.
 */
export class Interruptions {
  #count = 0;

  constructor(private readonly client: MongoClient) {
    client.on('serverDescriptionChanged', this.#noteServer);
    client.on('connectionClosed', this.#noteConnection);
  }

  /** Only ever grows. */
  get count(): number {
    return this.#count;
  }

  /** The client may live on. */
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

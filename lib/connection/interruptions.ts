import type { MongoClient } from 'mongodb';

/**
 * Counts how often a server that takes writes was lost, or a connection to it broke. The driver tries a write again after that and
 * throws the error of the second try only: a call during which nothing was interrupted was sent at most once.
 */
export class Interruptions {
  #count = 0;

  constructor(client: MongoClient) {
    client.on('serverDescriptionChanged', ({ previousDescription, newDescription }) => {
      if (newDescription.type === 'Unknown' && previousDescription.type !== 'Unknown') this.#count++;
    });
    client.on('connectionClosed', ({ reason }) => {
      if (reason === 'error') this.#count++;
    });
  }

  /** Only ever grows. */
  get count(): number {
    return this.#count;
  }
}

import type { CommandStartedEvent, MongoClient } from 'mongodb';

/** Commands that connections send by themselves, and those that end sessions: they say nothing about an operation. */
const housekeeping = new Set(['endSessions', 'hello', 'ping']);

/** The commands that a client sends, in order. */
export class CommandLog {
  #events: CommandStartedEvent[] = [];

  constructor(client: MongoClient) {
    client.on('commandStarted', (event) => {
      if (!housekeeping.has(event.commandName)) this.#events.push(event);
    });
  }

  get names(): readonly string[] {
    return this.#events.map((event) => event.commandName);
  }

  /** The names of those that may change documents. */
  get writes(): readonly string[] {
    return this.names.filter((name) => ['insert', 'update', 'delete', 'findAndModify'].includes(name));
  }

  /** The commands themselves. */
  get sent(): readonly Record<string, any>[] {
    return this.#events.map((event) => event.command);
  }

  clear(): void {
    this.#events = [];
  }
}

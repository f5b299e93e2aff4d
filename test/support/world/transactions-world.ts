import type { Provider } from '@nestjs/common';
import { Transactions } from 'nestjs-documents';
import type { DocumentClass, DocumentRepository, UriConnectionOptions } from 'nestjs-documents';
import { newAppName } from '../fail-points.js';
import { openApp } from './integration-app.js';
import type { IntegrationApp } from './integration-app.js';
import { Person, Room, storedPerson } from './integration-people.js';

/** The server's error for a command that conflicts with a write of another transaction. */
export const conflict = Object.freeze({ errorCode: 112, errorLabels: ['TransientTransactionError'] });

/** An application whose people and rooms are written in transactions. */
export interface TransactionsWorld extends IntegrationApp {
  readonly transactions: Transactions;
  /** By which the server knows whose commands are to fail. */
  readonly appName: string;
  readonly people: DocumentRepository<Person>;
  readonly rooms: DocumentRepository<Room>;
  /** The names of the people that are stored, in alphabetical order, read beside every transaction. */
  names(): Promise<string[]>;
  /** A person that the driver has stored and the repository loaded. */
  loaded(values?: Record<string, unknown>): Promise<Person>;
  /** Saves a new person. */
  saved(name: string): Promise<Person>;
  /** Deletes what is stored. */
  clear(): Promise<void>;
}

export async function openTransactionsWorld(
  providers: Provider[] = [],
  options: Partial<UriConnectionOptions> = {},
  more: DocumentClass[] = [],
): Promise<TransactionsWorld> {
  const appName = newAppName();
  const clientOptions = { appName, ...options.clientOptions };
  const world = await openApp([Person, Room, ...more], providers, { ...options, clientOptions });
  const people = world.repository(Person);
  // A transaction that makes a collection keeps others from writing to it.
  const collection = await world.db.createCollection('people');
  await world.db.createCollection('rooms');
  return {
    ...world,
    appName,
    transactions: world.app.get(Transactions),
    people,
    rooms: world.repository(Room),
    async names() {
      return (await collection.find().sort({ name: 1 }).toArray()).map(({ name }) => String(name));
    },
    async loaded(values = {}) {
      const person = storedPerson(values);
      await collection.insertOne(person);
      return people.getById(person._id);
    },
    async saved(name) {
      return people.save(people.build({ name }));
    },
    async clear() {
      await collection.deleteMany({});
      await world.db.collection('rooms').deleteMany({});
    },
  };
}

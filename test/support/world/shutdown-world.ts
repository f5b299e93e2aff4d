import { ObjectId } from 'mongodb';
import { DeletedAt, Document, Field, Id, Transactions } from 'nestjs-documents';
import type { DocumentRepository, UriConnectionOptions } from 'nestjs-documents';
import type { Provider } from '@nestjs/common';
import { errorOf, openApp } from './integration-app.js';
import type { IntegrationApp } from './integration-app.js';
import { databaseUri } from '../server.js';
import { MongoClient } from 'mongodb';

/** Kept when it is deleted, by a behaviour. */
@Document({ collection: 'notes' })
export class Note {
  @Id() id!: ObjectId;
  @Field() text!: string;
  @DeletedAt() deletedAt?: Date;
}

/** An application that a test ends. */
export interface ShutdownWorld extends IntegrationApp {
  readonly notes: DocumentRepository<Note>;
  readonly transactions: Transactions;
  saveNote(text: string): Promise<Note>;
  /** Begins the end, and waits until new operations are refused. */
  beginEnd(): Promise<{ readonly ended: Promise<void> }>;
  /** The texts of the stored notes, by name; those that were deleted are in brackets. Asked with a client of its own. */
  storedTexts(): Promise<string[]>;
}

export async function openShutdownWorld(
  options: Partial<UriConnectionOptions> = {},
  providers: Provider[] = [],
): Promise<ShutdownWorld> {
  const world = await openApp([Note], providers, options);
  const notes = world.repository(Note);
  const database = world.db.databaseName;
  return {
    ...world,
    notes,
    transactions: world.app.get(Transactions),
    saveNote: async (text) => notes.create({ text }),
    async beginEnd() {
      const ended = world.app.close();
      while ((await errorOf(() => notes.count({})))?.code !== 'SHUTTING_DOWN');
      return { ended };
    },
    async storedTexts() {
      const client = new MongoClient(databaseUri());
      const stored = await client.db(database).collection('notes').find().sort({ text: 1 }).toArray();
      await client.close();
      return stored.map(({ text, deletedAt }) => (deletedAt ? `(${String(text)})` : String(text)));
    },
  };
}

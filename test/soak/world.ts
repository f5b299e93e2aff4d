import { MongoClient } from 'mongodb';
import type { Db, ObjectId } from 'mongodb';
import { Transactions } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { newAppName } from '../support/fail-points.js';
import { openApp } from '../support/world/integration-app.js';
import { Account, Note } from './documents.js';
import { loseReally } from './fault/lose-really.js';
import { Model } from './expected/model.js';
import { Notices } from './expected/notices.js';
import { bankAccounts, sharedAccounts } from './caller/plan.js';
import { SoakListener } from './soak-listener.js';
import { valuesOf } from './expected/values.js';

/** State shared by all callers. */
export interface SoakWorld {
  readonly accounts: DocumentRepository<Account>;
  readonly notes: DocumentRepository<Note>;
  readonly transactions: Transactions;
  readonly notices: Notices;
  readonly model: Model;
  /** The same database, of a client whose commands never fail on purpose. */
  readonly db: Db;
  /** By which the server knows whose commands are to fail. */
  readonly appName: string;
  readonly shared: readonly ObjectId[];
  readonly tally: Tally;
  /** A new account of the caller's own. */
  newAccount(owner: string): Promise<Account>;
  close(): Promise<void>;
}

/** Counts of the soak's outcomes. */
export class Tally {
  committed = 0;
  rolledBack = 0;
  unknown = 0;
  /** Transactions with an unknown outcome that the database shows to be committed. */
  unknownCommitted = 0;
  outside = 0;
  failedOutside = 0;
  attempts = 0;
  writes = 0;
  checks = 0;
  commands = 0;
  failedCommands = 0;
  readonly faults = new Map<string, number>();
  /** Why transactions were rolled back, by class of error. */
  readonly reasons = new Map<string, number>();
}

/** The sum of the bank's accounts, which transfers keep. */
export const bankTotal = bankAccounts * 1000;

export async function openSoakWorld(): Promise<SoakWorld> {
  const appName = newAppName();
  const notices = new Notices();
  const app = await openApp([Account, Note], [SoakListener, { provide: Notices, useValue: notices }], {
    clientOptions: { appName },
  });
  const client = await new MongoClient(process.env['MONGODB_URI']!).connect();
  const db = client.db(app.db.databaseName);
  for (const name of ['accounts', 'notes']) await db.createCollection(name);
  const [accounts, notes] = [app.repository(Account), app.repository(Note)];
  const [model, tally] = [new Model(), new Tally()];
  app.connection.client.on('commandStarted', () => tally.commands++);
  app.connection.client.on('commandFailed', () => tally.failedCommands++);
  const endLosing = loseReally(app.connection.client);
  const newAccount = async (owner: string, amount = 0): Promise<Account> => {
    const account = await accounts.create({ owner, amount });
    model.start('accounts', valuesOf(account));
    notices.takeRest();
    return account;
  };
  const shared: ObjectId[] = [];
  for (let index = 0; index < sharedAccounts; index++)
    shared.push(
      (await newAccount(index < bankAccounts ? 'bank' : 'shared', index < bankAccounts ? 1000 : 0)).id,
    );
  return {
    ...{
      accounts,
      notes,
      transactions: app.app.get(Transactions),
      notices,
      model,
      db,
      appName,
      shared,
      tally,
    },
    newAccount,
    async close() {
      await endLosing();
      await client.close();
      await app.close();
    },
  };
}

import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { MongoServerError } from 'mongodb';
import type { Collection, Document, MongoClient } from 'mongodb';

/** What the server does with the commands that it is to fail. */
export interface FailedCommand {
  readonly commands: readonly string[];
  readonly errorCode?: number;
  readonly errorLabels?: readonly string[];
  readonly writeConcernError?: Document;
  readonly closeConnection?: boolean;
}

interface Lock {
  readonly _id: string;
  readonly holder: string;
  readonly until: Date;
}

/**
 * Has the server fail the next `times` commands of this client while `work` runs, and those of no other client. A server has one
 * such fail point, so test files that run at the same time wait for each other.
 * @returns what `work` returns
 */
export async function whileFailing<R>(
  client: MongoClient,
  times: number | 'alwaysOn',
  { commands, ...data }: FailedCommand,
  work: () => Promise<R>,
): Promise<R> {
  const { appName } = client.options;
  if (!appName) throw new Error('The client needs an appName, so that the server fails its commands only');
  const admin = client.db('admin');
  const unlock = await lock(client);
  try {
    await admin.command({
      configureFailPoint: 'failCommand',
      mode: times === 'alwaysOn' ? times : { times },
      data: { failCommands: commands, appName, ...data },
    });
    return await work();
  } finally {
    await admin.command({ configureFailPoint: 'failCommand', mode: 'off' });
    await unlock();
  }
}

async function lock(client: MongoClient): Promise<() => Promise<unknown>> {
  const database = `${process.env['MONGODB_DATABASE_PREFIX'] ?? 'test_'}locks`;
  const locks: Collection<Lock> = client.db(database).collection('locks');
  const holder = randomUUID();
  while (!(await take(locks, holder))) await delay(5);
  return () => locks.deleteOne({ _id: 'failCommand', holder });
}

/** What a test that was ended has left is free after a minute. */
async function take(locks: Collection<Lock>, holder: string): Promise<boolean> {
  const until = new Date(Date.now() + 60_000);
  await locks.deleteOne({ _id: 'failCommand', until: { $lt: new Date() } });
  try {
    await locks.insertOne({ _id: 'failCommand', holder, until });
    return true;
  } catch (error) {
    if (error instanceof MongoServerError && error.code === 11000) return false;
    throw error;
  }
}

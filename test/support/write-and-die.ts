import { join } from 'node:path';
import { MongoClient, UUID } from 'mongodb';
import { runProgram } from './run-program.js';
import type { Ended } from './run-program.js';
import { databaseUri } from './server.js';

/** The state after a process has died. */
export interface Remains {
  readonly signal: Ended['signal'];
  /** The names of the people that are stored, in alphabetical order. */
  readonly people: string[];
  /** The signals that its listeners received, in order. */
  readonly heard: string[];
}

/**
 * Runs `programs/write-and-die.ts` in a process of its own.
 * @param fatal at which command, the how many-th of its kind, it dies: before it is sent, or when its reply has arrived
 */
export async function writeAndDie(
  mode: 'alone' | 'transaction',
  fatal?: { command: string; moment: 'started' | 'succeeded'; count?: number },
): Promise<Remains> {
  const uri = databaseUri();
  const parameters = fatal ? [fatal.command, fatal.moment, String(fatal.count ?? 1)] : [];
  const file = join('test', 'support', 'programs', 'write-and-die.ts');
  const client = new MongoClient(uri);
  try {
    // A transaction that makes a collection keeps others from writing to it.
    for (const name of ['people', 'heard']) await client.db().createCollection(name);
    const { signal, exitCode, output } = await runProgram(file, [mode, ...parameters], { MONGODB_URI: uri })
      .ended;
    if (!signal && exitCode !== 0) throw new Error(output);
    const remains = {
      signal,
      people: (await client.db().collection('people').find().sort({ name: 1 }).toArray()).map(({ name }) =>
        String(name),
      ),
      heard: (await client.db().collection('heard').find().toArray()).map(({ heard }) => String(heard)),
    };
    const sessions = new Set([...output.matchAll(/^session (\w+)$/gm)].map(([, id]) => id ?? ''));
    // A server keeps the transaction of a dead process open for a minute, and with it the database from being dropped.
    const killSessions = [...sessions].map((id) => ({ id: new UUID(id) }));
    if (killSessions.length > 0) await client.db('admin').command({ killSessions });
    await client.db().dropDatabase();
    return remains;
  } finally {
    await client.close();
  }
}

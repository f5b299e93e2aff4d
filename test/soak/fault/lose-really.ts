import { MongoClient } from 'mongodb';
import type { Binary, CommandFailedEvent, CommandStartedEvent, Document } from 'mongodb';
import { databaseUri } from '../../support/server.js';

const endings: readonly string[] = ['commitTransaction', 'abortTransaction'];
const noSuchTransaction = 251;

/**
 * A fail point that refuses an abort, or a commit as if there were nothing to commit, leaves the transaction open on the server, which holds what it has written: this ends
 * it, as the failures that are played would have.
 * @returns what ends that
 */
export function loseReally(client: MongoClient): () => Promise<void> {
  const beside = new MongoClient(databaseUri());
  const sessions = new Map<number, Document>();
  const pending = new Set<Promise<unknown>>();
  const started = ({ requestId, commandName, command }: CommandStartedEvent): void => {
    if (endings.includes(commandName)) sessions.set(requestId, command['lsid'] as Document);
  };
  const failed = ({ requestId, commandName, failure }: CommandFailedEvent): void => {
    const session = sessions.get(requestId);
    const isLost =
      commandName === 'abortTransaction' || (failure as { code?: unknown }).code === noSuchTransaction;
    if (!session || !isLost) return;
    keepForNobody(client, session);
    const ending = beside
      .db('admin')
      .command({ killSessions: [session] })
      .finally(() => pending.delete(ending));
    pending.add(ending);
  };
  client.on('commandStarted', started).on('commandFailed', failed);
  return async () => {
    client.off('commandStarted', started).off('commandFailed', failed);
    await Promise.all(pending);
    await beside.close();
  };
}

/** Makes the driver discard the session: an end that arrives late would otherwise end its next transaction. */
function keepForNobody(client: MongoClient, { id }: Document): void {
  const { activeSessions } = (client as unknown as { readonly s: DriverState }).s;
  for (const { serverSession } of activeSessions)
    if (serverSession && serverSession.id.id.toString('hex') === id.toString('hex'))
      serverSession.isDirty = true;
}

/** Internal state of the driver. */
interface DriverState {
  readonly activeSessions: Set<{
    readonly serverSession?: { readonly id: { readonly id: Binary }; isDirty: boolean };
  }>;
}

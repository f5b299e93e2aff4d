import type { MongoClient } from 'mongodb';
import { longestTimer } from '../signal/timeout.js';

/** What the driver keeps its connections in: not among its types. */
interface Topology {
  closeCheckedOutConnections(): void;
  close(): void;
}

/**
 * Closes a client, which tells the server that its cursors and sessions are no longer used. Where that takes longer than `time`, in ms,
 * as of a server that is silent, its connections are cut and not waited for.
 */
export async function closeClient(client: MongoClient, time: number): Promise<void> {
  const closing = client.close();
  if (time > longestTimer) return closing;
  let timer: NodeJS.Timeout | undefined;
  const timeOver = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, time, 'late');
  });
  try {
    if ((await Promise.race([closing, timeOver])) === undefined) return;
  } finally {
    clearTimeout(timer);
  }
  // It fails now, or has nothing left to do.
  closing.catch(() => undefined);
  const { topology } = client as unknown as { readonly topology?: Topology };
  topology?.closeCheckedOutConnections();
  topology?.close();
}

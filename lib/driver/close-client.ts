import type { MongoClient } from 'mongodb';
import { longestTimer } from '../signal/timeout.js';

/** The driver's holder of connections, which its types leave out. */
interface Topology {
  closeCheckedOutConnections(): void;
  close(): void;
}

/**
 * Closes a client, so that the server frees its cursors and sessions. If that takes longer than `time`, in ms, for example with a silent
 * server, its connections are cut.
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
  // It either fails now or has finished.
  closing.catch(() => undefined);
  const { topology } = client as unknown as { readonly topology?: Topology };
  topology?.closeCheckedOutConnections();
  topology?.close();
}

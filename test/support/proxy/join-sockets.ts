import type { Socket } from 'node:net';

/** Has two ends of one connection end together, and keeps the client's among those that are open. */
export function joinSockets(client: Socket, upstream: Socket, open: Set<Socket>): void {
  open.add(client);
  client.once('close', () => {
    open.delete(client);
    upstream.destroy();
  });
  upstream.once('close', () => client.destroy());
  for (const socket of [client, upstream]) socket.on('error', () => socket.destroy());
}

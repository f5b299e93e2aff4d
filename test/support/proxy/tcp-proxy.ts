import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { joinSockets } from './join-sockets.js';

/** A port of this machine that leads to a server while it is open, and where nobody listens otherwise. */
export interface TcpProxy {
  readonly port: number;
  /** How many connections go through it. */
  readonly connections: number;
  open(): Promise<void>;
  /** Resolves when no connection goes through it any more. */
  idle(): Promise<void>;
  /** Ends the connections that go through it. */
  close(): Promise<void>;
}

/** Takes a free port, and leaves it closed. */
export async function createTcpProxy(target: { host: string; port: number }): Promise<TcpProxy> {
  const port = await freePort();
  const sockets = new Set<Socket>();
  let server: Server | undefined;
  const join = (client: Socket): void => {
    const upstream = connect(target);
    joinSockets(client, upstream, sockets);
    client.pipe(upstream).pipe(client);
  };
  return {
    port,
    get connections() {
      return sockets.size;
    },
    async open() {
      // Whoever waits for it may ask twice.
      if (server) return;
      server = createServer(join).listen(port, '127.0.0.1');
      await once(server, 'listening');
    },
    async idle() {
      while (sockets.size > 0) await Promise.all([...sockets].map((socket) => once(socket, 'close')));
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      const open = server;
      server = undefined;
      if (!open?.listening) return;
      open.close();
      await once(open, 'close');
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

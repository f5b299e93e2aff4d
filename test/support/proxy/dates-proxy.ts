import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { joinSockets } from './join-sockets.js';
import { databaseUri } from '../server.js';

/** A port that leads to the server, on whose way one date becomes another one: what a server that takes it would have stored. */
export interface DatesProxy {
  /** Leads to a database of its own through the proxy. */
  readonly uri: string;
  /** How many dates came out of the server as the other one. */
  readonly replaced: number;
  close(): Promise<void>;
}

/**
 * Not every server stores all dates that BSON has. So the server has `stored`, and who asks through the proxy sees `seen`; what is
 * written as `seen` arrives as `stored` again.
 * @param stored milliseconds since 1970
 * @param seen milliseconds since 1970, also more than a Date can have
 */
export async function openDatesProxy(stored: bigint, seen: bigint): Promise<DatesProxy> {
  const target = new URL(databaseUri());
  const sockets = new Set<Socket>();
  let replaced = 0;
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    inMessages(client, upstream, (message) => void replaceAll(message, seen, stored));
    inMessages(upstream, client, (message) => (replaced += replaceAll(message, stored, seen)));
    joinSockets(client, upstream, sockets);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    uri: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}?directConnection=true`,
    get replaced() {
      return replaced;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Sends whole messages on, which may be changed before. */
function inMessages(from: Socket, to: Socket, change: (message: Buffer) => void): void {
  let rest: Buffer = Buffer.alloc(0);
  from.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const message = Buffer.from(rest.subarray(0, rest.readInt32LE(0)));
      rest = rest.subarray(message.length);
      change(message);
      to.write(message);
    }
  });
}

/** @returns how often it was there */
function replaceAll(message: Buffer, before: bigint, after: bigint): number {
  const [searched, other] = [bytesOf(before), bytesOf(after)];
  let count = 0;
  for (let at = message.indexOf(searched); at >= 0; at = message.indexOf(searched, at + 8), count++)
    message.set(other, at);
  return count;
}

function bytesOf(date: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64LE(date);
  return bytes;
}

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { BSON } from 'mongodb';
import type { Document } from 'mongodb';
import { joinSockets } from './join-sockets.js';
import { databaseUri } from '../server.js';

/** A port that leads to the server, which says there of itself that it is a standalone one. */
export interface StandaloneProxy {
  /** Leads to a database of its own through the proxy. */
  readonly uri: string;
  /** How often the server was made to say so. */
  readonly changed: number;
  close(): Promise<void>;
}

const headerLength = 16;
const messageCode = 2013;
const replyCode = 1;
/** Keys that only members of a replica set send. */
const ofReplicaSets = new Set([
  'setName',
  'setVersion',
  'hosts',
  'primary',
  'me',
  'electionId',
  'secondary',
  'tags',
]);

export async function openStandaloneProxy(): Promise<StandaloneProxy> {
  const target = new URL(databaseUri());
  const sockets = new Set<Socket>();
  let changed = 0;
  const change = (message: Buffer): Buffer => {
    const standalone = asStandalone(message);
    if (standalone !== message) changed++;
    return standalone;
  };
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    let rest: Buffer = Buffer.alloc(0);
    client.pipe(upstream);
    upstream.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
        const length = rest.readInt32LE(0);
        client.write(change(rest.subarray(0, length)));
        rest = rest.subarray(length);
      }
    });
    joinSockets(client, upstream, sockets);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    uri: `mongodb://127.0.0.1:${(server.address() as AddressInfo).port}${target.pathname}`,
    get changed() {
      return changed;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** The same message, unless it is what a member of a replica set says of itself. */
function asStandalone(message: Buffer): Buffer {
  const start = startOfDocument(message);
  if (start === undefined) return message;
  const length = message.readInt32LE(start);
  const hello: Document = BSON.deserialize(message.subarray(start, start + length), { promoteValues: false });
  if (!('setName' in hello)) return message;
  const standalone = Object.entries(hello).filter(([key]) => !ofReplicaSets.has(key));
  const changed = Buffer.concat([
    message.subarray(0, start),
    BSON.serialize(Object.fromEntries(standalone)),
    message.subarray(start + length),
  ]);
  changed.writeInt32LE(changed.length, 0);
  return changed;
}

/** Handshakes are answered in an older format than everything else. */
function startOfDocument(message: Buffer): number | undefined {
  const code = message.readInt32LE(12);
  const flagsAndKind = 5;
  const flagsCursorAndCount = 20;
  if (code === messageCode) return headerLength + flagsAndKind;
  return code === replyCode ? headerLength + flagsCursorAndCount : undefined;
}

import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { BSON } from 'mongodb';
import type { Document } from 'mongodb';
import { joinSockets } from './join-sockets.js';

/** A proxy port to a server, which records all messages to the server. */
export interface WireTap {
  readonly port: number;
  /** The commands that went through, with the documents that were sent beside them, in order. */
  readonly received: Document[];
  close(): Promise<void>;
}

/** Commands that connections send by themselves. */
const housekeeping = new Set(['hello', 'ismaster', 'isMaster', 'ping', 'endSessions', 'saslStart']);
const messageCode = 2013;
const headerLength = 16;

export async function openWireTap(target: { host: string; port: number }): Promise<WireTap> {
  const received: Document[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target);
    let rest: Buffer = Buffer.alloc(0);
    client.on('data', (chunk) => {
      // Read before it is sent on, so that it is known when the answer comes.
      rest = readMessages(Buffer.concat([rest, chunk]), received);
      upstream.write(chunk);
    });
    upstream.pipe(client);
    joinSockets(client, upstream, sockets);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    received,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Takes the whole messages off the beginning. @returns what is left */
export function readMessages(bytes: Buffer, received: Document[]): Buffer {
  let at = 0;
  while (bytes.length - at >= 4 && bytes.length - at >= bytes.readInt32LE(at)) {
    const length = bytes.readInt32LE(at);
    if (bytes.readInt32LE(at + 12) === messageCode) {
      const command = readCommand(bytes.subarray(at + headerLength, at + length));
      if (!housekeeping.has(Object.keys(command)[0] ?? '')) received.push(command);
    }
    at += length;
  }
  return bytes.subarray(at);
}

/** The command itself, and the lists that the driver sends beside it, put in where they belong. */
function readCommand(message: Buffer): Document {
  const hasChecksum = (message.readUInt32LE(0) & 1) === 1;
  const end = message.length - (hasChecksum ? 4 : 0);
  const lists: [name: string, documents: Document[]][] = [];
  let command: Document = {};
  for (let at = 4; at < end;) {
    const kind = message[at++];
    const length = message.readInt32LE(at);
    if (kind === 0) command = BSON.deserialize(message.subarray(at, at + length));
    else lists.push(readList(message.subarray(at, at + length)));
    at += length;
  }
  return Object.assign(command, Object.fromEntries(lists));
}

function readList(section: Buffer): [string, Document[]] {
  const endOfName = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = endOfName + 1; at < section.length; at += section.readInt32LE(at)) {
    documents.push(BSON.deserialize(section.subarray(at, at + section.readInt32LE(at))));
  }
  return [section.toString('utf8', 4, endOfName), documents];
}

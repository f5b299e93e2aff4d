import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { Document } from 'mongodb';
import { databaseUri } from './server.js';

/** A failure that the server applies to commands of one application. */
export interface Failure {
  readonly commands: readonly string[];
  /** How often. Default 1. */
  readonly times?: number;
  /** How many pass before; all that follow fail then. Default none. */
  readonly skip?: number;
  /** `errorCode`, `errorLabels`, `writeConcernError` … as the server's `failCommand` takes them. */
  readonly data: Document;
}

/** A name for `clientOptions.appName`, by which the server knows whose commands are to fail. */
export function newAppName(): string {
  return `fault-${randomUUID().slice(0, 8)}`;
}

/** Runs `work` while the server fails the commands of that application. A server does that for one at a time: others wait. */
export async function withFailPoint<R>(
  appName: string,
  { commands, times = 1, skip, data }: Failure,
  work: () => Promise<R>,
): Promise<R> {
  const turn = await takeTurn();
  const client = new MongoClient(databaseUri());
  const configure = (mode: unknown, more: Document = {}): Promise<Document> =>
    client.db('admin').command({ configureFailPoint: 'failCommand', mode, ...more });
  try {
    await configure(skip ? { skip } : { times }, { data: { failCommands: commands, appName, ...data } });
    return await work();
  } finally {
    await configure('off');
    await client.close();
    turn.close();
  }
}

/** One of all processes of this run at a time: who listens on the socket has the turn, and who waits is connected to it. */
async function takeTurn(): Promise<Server> {
  const path = join(tmpdir(), `${process.env['MONGODB_DATABASE_PREFIX'] ?? 'test_'}fail-points.sock`);
  for (;;) {
    const waiting = new Set<{ destroy(): void }>();
    const server = createServer((socket) => waiting.add(socket.on('error', () => {})));
    const isMine = await Promise.race([
      once(server.listen(path), 'listening').then(() => true),
      once(server, 'error').then(() => false),
    ]).catch(() => false);
    if (isMine) {
      const close = server.close.bind(server);
      return Object.assign(server, {
        close() {
          close();
          for (const socket of waiting) socket.destroy();
          return server;
        },
      });
    }
    const socket = connect(path);
    socket.on('error', () => {});
    await once(socket, 'close').catch(() => {});
  }
}

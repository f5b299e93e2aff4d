import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import type { Document } from 'mongodb';
import { joinSockets } from './join-sockets.js';
import { databaseUri } from '../server.js';
import { readMessages } from './wire-tap.js';

/** How a reply is lost after the server has executed the command. */
export interface Loss {
  /** The command whose reply is lost. */
  readonly command: string;
  /** How many replies pass before. Default 0. */
  readonly skip?: number;
  /** How many are lost then. Default 1. */
  readonly times?: number;
  /**
   * `cut`: the connection breaks. `silence`: it stays, and nothing comes any more. `gone`: all connections break, and nobody listens
   * any more. Default `cut`.
   */
  readonly how?: 'cut' | 'silence' | 'gone';
}

/** A port that leads to the server, on whose way replies can be lost. */
export interface LossyProxy {
  /** Leads to a database of its own through the proxy. */
  readonly uri: string;
  /** Replies that were lost. */
  readonly lost: number;
  lose(loss: Loss): void;
  /** Resolves when that many replies were lost. */
  haveLost(count: number): Promise<void>;
  /** Listens again. */
  open(): Promise<void>;
  /** Ends the connections, and listens no more. */
  close(): Promise<void>;
}

export async function openLossyProxy(): Promise<LossyProxy> {
  const target = new URL(databaseUri());
  const sockets = new Set<Socket>();
  let loss: Required<Loss> | undefined;
  let lost = 0;
  let tell = (): void => {};
  let port = 0;

  const isToLose = (command: Document): boolean => {
    if (!loss || Object.keys(command)[0] !== loss.command) return false;
    if (loss.skip > 0) {
      loss = { ...loss, skip: loss.skip - 1 };
      return false;
    }
    loss = { ...loss, times: loss.times - 1 };
    return loss.times >= 0;
  };
  const drop = (client: Socket, how: Loss['how']): void => {
    lost++;
    if (how === 'cut') client.destroy();
    if (how === 'gone') void close();
    tell();
  };
  const server = createServer((client) => {
    const upstream = connect({ host: target.hostname, port: Number(target.port) });
    const read = messageReader();
    /** Set once a command came whose reply is to be lost: what the server sends from then on goes nowhere. */
    let losing: Loss['how'];
    let isLost = false;
    client.on('data', (chunk) => {
      for (const command of read(chunk)) if (isToLose(command)) losing = loss?.how;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      if (losing === undefined) client.write(chunk);
      else if (!isLost) {
        isLost = true;
        drop(client, losing);
      }
    });
    joinSockets(client, upstream, sockets);
  });
  const open = async (): Promise<void> => {
    await once(server.listen(port, '127.0.0.1'), 'listening');
    port = (server.address() as AddressInfo).port;
  };
  const close = async (): Promise<void> => {
    const closed = server.listening ? once(server.close(), 'close') : undefined;
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await open();
  return {
    uri: `mongodb://127.0.0.1:${port}${target.pathname}?directConnection=true`,
    get lost() {
      return lost;
    },
    lose(next) {
      loss = { skip: 0, times: 1, how: 'cut', ...next };
      lost = 0;
    },
    async haveLost(count) {
      while (lost < count) await new Promise<void>((resolve) => (tell = resolve));
    },
    open,
    close,
  };
}

/** Reads the commands off what arrives in pieces; those of a long message are put together once. */
function messageReader(): (chunk: Buffer) => Document[] {
  let pieces: Buffer[] = [];
  let length = 0;
  return (chunk) => {
    pieces.push(chunk);
    length += chunk.length;
    if (length < 4 || (pieces[0]!.length >= 4 && length < pieces[0]!.readInt32LE(0))) return [];
    const commands: Document[] = [];
    const rest = readMessages(Buffer.concat(pieces), commands);
    pieces = rest.length > 0 ? [rest] : [];
    length = rest.length;
    return commands;
  };
}

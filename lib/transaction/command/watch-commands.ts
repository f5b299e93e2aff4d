import type { ClientSession, ClientSessionOptions } from 'mongodb';
import { propertyOf, readSafely } from '../../errors/read-safely.js';
import { findCallPlace } from './call-place.js';
import type { Connection } from '../../driver/connection.js';
import type { AmbientTransaction } from '../ambient-transaction.js';

/** Methods of the driver that write nothing, besides cursors. */
const reads: readonly string[] = Object.freeze([
  ...[
    'countDocuments',
    'estimatedDocumentCount',
    'distinct',
    'findOne',
    'collections',
    'isCapped',
    'options',
  ],
  ...[
    'indexes',
    'indexExists',
    'indexInformation',
    'listDatabases',
    'buildInfo',
    'serverInfo',
    'serverStatus',
  ],
  ...['ping', 'stats', 'profilingLevel'],
]);

/** The maximum number of places reported: a program has fewer, unless it generates code. */
const placesKept = 1_000;

/**
 * Watches for write commands that the application sends without the transaction's session: they are stored at once and survive a rollback.
 * The driver starts a session for each of them, synchronously in the call of its method.
 * @param warn called once for each place
 */
export function watchCommands(
  connection: Connection,
  ambient: AmbientTransaction,
  warn: (message: string) => void,
): void {
  const { client } = connection;
  const places = new Set<string>();
  let isOver = false;
  const start = client.startSession.bind(client);
  const watched = (options?: ClientSessionOptions): ClientSession => {
    // Missing in the driver's types.
    if (!isOver && propertyOf(options, 'explicit') === false && ambient.find(connection)?.isOpen)
      noteImplicit(options);
    return start(options);
  };
  const noteImplicit = (options: unknown): void => {
    if (places.size >= placesKept || readsOnly(propertyOf(options, 'owner'))) return;
    const { method = 'A command', place } = findCallPlace(watched);
    if (reads.includes(method.slice(method.lastIndexOf('.') + 1)) || places.has(place)) return;
    places.add(place);
    readSafely(() => {
      warn(messageOf(method, place));
    }, undefined);
  };
  client.startSession = watched;
  connection.atClose(() => {
    isOver = true;
    if (client.startSession === watched) client.startSession = start;
  });
}

/** Whether a session is for a cursor. Cursors only write if an aggregation's last stage does, or for a bulk write of the client. */
function readsOnly(owner: unknown): boolean {
  if (typeof owner !== 'object') return false;
  const pipeline = propertyOf(owner, 'pipeline');
  if (!Array.isArray(pipeline)) return propertyOf(owner, 'commandBuilder') === undefined;
  const last: unknown = pipeline.at(-1);
  return propertyOf(last, '$out') === undefined && propertyOf(last, '$merge') === undefined;
}

function messageOf(method: string, place: string): string {
  return (
    `${method} was called in a transaction without its session, at ${place}. ` +
    'Its write is stored at once, and stays if the transaction is rolled back. ' +
    'Pass { session }, from Transactions.run or the payload of a listener, or a session of your own if this is intended.'
  );
}

import type { ClientSession, ClientSessionOptions } from 'mongodb';
import { propertyOf, readSafely } from '../../errors/read-safely.js';
import { findCallPlace } from './call-place.js';
import type { Connection } from '../../driver/connection.js';
import type { TransactionScopes } from '../ambient-transaction.js';

/** Methods of the driver that write nothing, beside cursors. */
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

/** So many places are told of: there are no more in a program, unless it makes code. */
const placesKept = 1_000;

/**
 * Watches for commands of the driver that write, are called in a transaction and are not given its session: they are stored at once, and
 * stay when it is rolled back. The driver starts a session for each of them, in the very call of its method.
 * @param warn told of each place once
 */
export function watchCommands(
  connection: Connection,
  scopes: TransactionScopes,
  warn: (message: string) => void,
): void {
  const { client } = connection;
  const places = new Set<string>();
  let isOver = false;
  const start = client.startSession.bind(client);
  const watched = (options?: ClientSessionOptions): ClientSession => {
    // Not among the driver's types.
    if (!isOver && propertyOf(options, 'explicit') === false && scopes.find(connection)?.isOpen)
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

/** Whether a session is for a cursor, which writes only where the last stage of an aggregation does, or as a bulk write of the client. */
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
    'What it writes is stored at once, and stays if the transaction is rolled back. ' +
    'Pass { session }, which Transactions.run and the payloads of listeners give, or a session of your own where this is meant.'
  );
}

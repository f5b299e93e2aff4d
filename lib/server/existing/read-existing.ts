import type { Connection } from '../../driver/connection.js';
import { parseStored } from '../../codec/bytes/parse-stored.js';
import { callDriver } from '../../driver/command/call-driver.js';
import { propertyOf } from '../../errors/read-safely.js';
import { isPlainObject, newPlain } from '../../value/plain-object.js';
import type { ExistingCollection } from './existing-collection.js';
import { readIndexes } from './read-index.js';

/** Code NamespaceNotFound: the collection was dropped meanwhile. */
const notFound = 26;

/**
 * Reads the collections of these names that exist, with their indexes, from the primary.
 * @throws ReadFailedError, ServerUnavailableError, ShuttingDownError
 */
export async function readExisting(
  connection: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, ExistingCollection>> {
  const listed = await callDriver(connection, { name: 'the list of collections' }, 'read', () =>
    connection.db.listCollections({ name: { $in: [...names] } }, { readPreference: 'primary' }).toArray(),
  );
  const known = (listed as unknown[]).filter((each) => names.includes(propertyOf(each, 'name') as string));
  const collections = await Promise.all(known.map((each) => readCollection(connection, each)));
  return new Map(collections.map((each) => [each.name, each]));
}

async function readCollection(connection: Connection, listed: unknown): Promise<ExistingCollection> {
  const name = propertyOf(listed, 'name') as string;
  const options = propertyOf(listed, 'options');
  const isView = propertyOf(listed, 'type') === 'view';
  return {
    name,
    isView,
    options: isPlainObject(options) ? options : newPlain(),
    indexes: isView ? [] : readIndexes(await listIndexes(connection, name)),
  };
}

/** Lists the indexes of a collection, with their keys in the order of the server; an empty list if it does not exist. */
export function listIndexes(connection: Connection, name: string): Promise<unknown[]> {
  return callDriver<unknown[]>(connection, { name: `the indexes of "${name}"` }, 'read', async () => {
    const cursor = connection.db.collection(name).listIndexes({ readPreference: 'primary', raw: true });
    try {
      // The driver would list keys that look like numbers first.
      return ((await cursor.toArray()) as unknown[]).map((each) => parseStored(each as Uint8Array));
    } catch (error) {
      if (propertyOf(error, 'code') === notFound) return [];
      throw error;
    }
  });
}

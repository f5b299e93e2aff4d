import type { Document } from 'mongodb';
import { callDriver } from '../../driver/command/call-driver.js';
import type { Connection } from '../../driver/connection.js';
import { propertyOf } from '../../errors/read-safely.js';
import { isPlainObject } from '../../value/plain-object.js';

/** The keys of a shard key in order, as the server stores them. */
export type ExistingShardKey = readonly (readonly [path: string, direction: unknown])[];

/** Code Unauthorized: the user may not read the configuration of the cluster. */
const unauthorized = 13;

/**
 * Reads by which keys the collections of these names are sharded.
 * @returns undefined if the server is not a router of a sharded cluster, or does not let its user read that
 * @throws ReadFailedError, ServerUnavailableError, ShuttingDownError
 */
export async function readShardKeys(
  connection: Connection,
  names: readonly string[],
): Promise<ReadonlyMap<string, ExistingShardKey> | undefined> {
  const { client, db } = connection;
  const prefix = `${db.databaseName}.`;
  return callDriver(connection, { name: 'the shard keys of collections' }, 'read', async () => {
    const hello = await db.admin().command({ hello: 1 });
    if (hello['msg'] !== 'isdbgrid') return undefined;
    const configuration = client.db('config').collection<Document & { _id: string }>('collections');
    try {
      const found = await configuration.find({ _id: { $in: names.map((name) => prefix + name) } }).toArray();
      return new Map(found.flatMap((each) => readShardKey(each, prefix) ?? []));
    } catch (error) {
      if (propertyOf(error, 'code') === unauthorized) return undefined;
      throw error;
    }
  });
}

function readShardKey(
  { _id: id, key, dropped }: Readonly<Document>,
  prefix: string,
): [[string, ExistingShardKey]] | undefined {
  if (typeof id !== 'string' || !isPlainObject(key) || dropped === true) return undefined;
  return [[id.slice(prefix.length), Object.entries(key)]];
}

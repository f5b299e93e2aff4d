import type { Connection } from '../../driver/connection.js';
import type { DeclaredCollection } from '../declared-collection.js';
import { readExisting } from '../existing/read-existing.js';
import { readShardKeys } from '../existing/read-shard-keys.js';
import { compareCollection } from './compare-collection.js';
import { compareShardKey } from './compare-shard-key.js';
import { SchemaPlan } from './schema-plan.js';

/**
 * Compares declared collections with those of the database. Collections that no class declares are left alone.
 * @throws ReadFailedError, ServerUnavailableError, ShuttingDownError
 */
export async function planSchema(
  connection: Connection,
  declared: readonly DeclaredCollection[],
): Promise<SchemaPlan> {
  const names = declared.map(({ name }) => name);
  const sharded = declared.filter(({ shardKey }) => shardKey).map(({ name }) => name);
  const [existing, shardKeys] = await Promise.all([
    readExisting(connection, names),
    sharded.length > 0 ? readShardKeys(connection, sharded) : undefined,
  ]);
  const database = connection.db.databaseName;
  const planned = declared.flatMap((each) => [
    ...compareCollection(each, existing.get(each.name)),
    ...(shardKeys ? compareShardKey(each, database, shardKeys.get(each.name)) : []),
  ]);
  return new SchemaPlan(connection.name, database, planned);
}

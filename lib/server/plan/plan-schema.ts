import type { Connection } from '../../driver/connection.js';
import type { DeclaredCollection } from '../declared-collection.js';
import { readExisting } from '../existing/read-existing.js';
import { compareCollection } from './compare-collection.js';
import { SchemaPlan } from './schema-plan.js';

/**
 * Compares declared collections with those of the database. Collections that no class declares are left alone.
 * @throws ReadFailedError, ServerUnavailableError, ShuttingDownError
 */
export async function planSchema(
  connection: Connection,
  declared: readonly DeclaredCollection[],
): Promise<SchemaPlan> {
  const existing = await readExisting(
    connection,
    declared.map(({ name }) => name),
  );
  const planned = declared.flatMap((each) => compareCollection(each, existing.get(each.name)));
  return new SchemaPlan(connection.name, connection.db.databaseName, planned);
}

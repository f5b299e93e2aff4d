/**
 * Drops the databases whose names begin with a prefix: those that a run made on a server that goes on afterwards.
 *
 * @param {string} uri
 * @param {string} prefix
 */
export async function dropDatabases(uri, prefix) {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(uri);
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases) if (name.startsWith(prefix)) await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}

/** The first way: a server that somebody else runs. It is used as it is and never stopped. */
export const givenServer = {
  name: 'uri',
  title: 'MONGODB_URI',
  /** @returns {Promise<import('../server.mjs').StartedServer>} */
  async start() {
    const uri = process.env.MONGODB_URI;
    if (!uri) throw new Error('it is not set');
    try {
      await requirePrimary(uri);
    } catch (error) {
      // eslint-disable-next-line preserve-caught-error -- whoever prints the cause would print its message
      throw new Error(`no writable server can be reached with it (${namesOf(error).join(', ')})`);
    }
    return { uri };
  },
};

/** @param {string} uri */
async function requirePrimary(uri) {
  const { MongoClient } = await import('mongodb');
  const client = new MongoClient(uri, { serverSelectionTimeoutMS: 10_000 });
  try {
    const { isWritablePrimary } = await client.db('admin').command({ hello: 1 });
    if (!isWritablePrimary) throw Object.assign(new Error(), { code: 'NotWritablePrimary' });
  } finally {
    await client.close();
  }
}

/**
 * The names and codes of an error and its causes. Their messages are left out: those of a URI that is not well
 * formed may quote a part of the password.
 *
 * @param {unknown} error
 * @returns {string[]}
 */
function namesOf(error) {
  if (!(error instanceof Error)) return [];
  const { name, code, codeName, cause } = /** @type {Error & { code?: unknown, codeName?: unknown }} */ (
    error
  );
  const names = [name === 'Error' ? undefined : name, codeName ?? code].filter(Boolean).map(String);
  return [...new Set([...names, ...namesOf(cause)])];
}

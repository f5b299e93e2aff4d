const pattern =
  /^(?<scheme>mongodb(?:\+srv)?:\/\/)(?:(?<credentials>[^/?]*)@)?(?<hosts>[^/?@]*)(?:\/(?<database>[^?]*))?(?:\?(?<options>.*))?$/;

/**
 * The same server, user and options with another database.
 *
 * @param {string} uri
 * @param {string} database
 */
export function withDatabase(uri, database) {
  const { scheme, credentials, hosts, database: oldDatabase, options } = partsOf(uri);
  const parameters = new URLSearchParams(options);
  // Without this option the user is looked up in the database of the URI, which is another one from now on.
  if (credentials && oldDatabase && !parameters.has('authSource')) {
    parameters.set('authSource', decodeURIComponent(oldDatabase));
  }
  const user = credentials ? `${credentials}@` : '';
  const query = parameters.size > 0 ? `?${parameters.toString()}` : '';
  return `${scheme}${user}${hosts}/${database}${query}`;
}

/**
 * The same with this option, also if it had another value for it.
 *
 * @param {string} uri
 * @param {string} name
 * @param {string} value
 */
export function withOption(uri, name, value) {
  const [start, options] = uri.split('?');
  const parameters = new URLSearchParams(options);
  parameters.set(name, value);
  return `${start}?${parameters.toString()}`;
}

/**
 * A URI as it may be printed: with the hosts and nothing else where it has credentials.
 *
 * @param {string} uri
 */
export function withoutCredentials(uri) {
  const { scheme, credentials, hosts } = partsOf(uri);
  return credentials === undefined ? uri : `${scheme}***@${hosts}/`;
}

/** @param {string} uri */
function partsOf(uri) {
  const parts = pattern.exec(uri)?.groups;
  if (!parts) throw new Error('MONGODB_URI is not a connection string of MongoDB: correct it');
  return /** @type {Record<'scheme' | 'hosts', string> & Record<string, string | undefined>} */ (parts);
}

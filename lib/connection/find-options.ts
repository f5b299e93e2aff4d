import type { ClientSession, FindOptions } from 'mongodb';
import type { FirstQuery } from './first-query.js';

/** For documents as bytes, which the driver's types do not say. Made of what is asked for only, since every read makes them. */
export function findOptions(
  { projection, sort, skip }: Omit<FirstQuery, 'filter'>,
  session: ClientSession | undefined,
): FindOptions {
  const options: FindOptions = { session, raw: true };
  if (projection) options.projection = projection;
  if (sort) options.sort = new Map(sort);
  if (skip) options.skip = skip;
  return options;
}

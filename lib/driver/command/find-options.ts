import type { ClientSession, FindOptions } from 'mongodb';

/** A part of a command: of stored keys, for the server as it is. */
type CommandPart = Readonly<Record<string, unknown>>;

/** What is asked of a find command beside its filter. */
export interface FindParts {
  /** Default the whole document. */
  readonly projection?: CommandPart | undefined;
  readonly sort?: ReadonlyMap<string, 1 | -1> | undefined;
  readonly skip?: number | undefined;
}

/** Which document is asked for: the first one in the order of `sort`, after `skip` others. */
export interface FirstQuery extends FindParts {
  readonly filter: CommandPart;
}

/** For documents as bytes, which the driver's types do not say. Made of what is asked for only, since every read makes them. */
export function findOptions(
  { projection, sort, skip }: FindParts,
  session: ClientSession | undefined,
): FindOptions {
  const options: FindOptions = { session, raw: true };
  if (projection) options.projection = projection;
  if (sort) options.sort = new Map(sort);
  if (skip) options.skip = skip;
  return options;
}

import type { ClientSession, FindOptions } from 'mongodb';

/** A part of a command with stored keys, sent unchanged. */
type CommandPart = Readonly<Record<string, unknown>>;

/** The options of a find command besides its filter. */
export interface FindParts {
  /** Default the whole document. */
  readonly projection?: CommandPart | undefined;
  readonly sort?: ReadonlyMap<string, 1 | -1> | undefined;
  readonly skip?: number | undefined;
}

/** Selects one document: the first one in the order of `sort`, after `skip` others. */
export interface FirstQuery extends FindParts {
  readonly filter: CommandPart;
}

/** Builds options for documents as bytes, which the driver's types leave out. Holds only given options, since every read builds them. */
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

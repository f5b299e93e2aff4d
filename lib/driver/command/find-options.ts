import type {
  ClientSession,
  CollationOptions,
  FindOptions,
  ReadConcernLevel,
  ReadPreference,
  ReadPreferenceMode,
} from 'mongodb';

/** A part of a command with stored keys, sent unchanged. */
type CommandPart = Readonly<Record<string, unknown>>;

/** Options that a query hands to the server, as the driver names them. */
export interface ServerOptions {
  readonly hint?: string | CommandPart;
  readonly collation?: CollationOptions;
  readonly comment?: string;
  readonly maxTimeMS?: number;
  readonly batchSize?: number;
  readonly allowDiskUse?: boolean;
  readonly readPreference?: ReadPreference | ReadPreferenceMode;
  readonly readConcern?: ReadConcernLevel;
}

/** The options of a find command besides its filter. */
export interface FindParts {
  /** Default the whole document. */
  readonly projection?: CommandPart | undefined;
  readonly sort?: ReadonlyMap<string, 1 | -1> | undefined;
  readonly skip?: number | undefined;
  readonly server?: ServerOptions | undefined;
}

/** Selects one document: the first one in the order of `sort`, after `skip` others. */
export interface FirstQuery extends FindParts {
  readonly filter: CommandPart;
}

/** Builds options for documents as bytes, which the driver's types leave out. Holds only given options, since every read builds them. */
export function findOptions(
  { projection, sort, skip, server }: FindParts,
  session: ClientSession | undefined,
): FindOptions {
  const options: FindOptions = { session, raw: true };
  if (projection) options.projection = projection;
  if (sort) options.sort = new Map(sort);
  if (skip) options.skip = skip;
  return server ? Object.assign(options, server) : options;
}

import type { ClientSession } from 'mongodb';

/** A part of a command: of stored keys, for the server as it is. */
export type CommandPart = Readonly<Record<string, unknown>>;

/** Which document is asked for: the first one in the order of `sort`, after `skip` others. */
export interface FirstQuery {
  readonly filter: CommandPart;
  /** Default the whole document. */
  readonly projection?: CommandPart | undefined;
  readonly sort?: ReadonlyMap<string, 1 | -1> | undefined;
  readonly skip?: number | undefined;
}

/** The commands that find or write one document of a collection. Each throws what the driver throws. */
export interface DocumentCommands {
  /** @returns the bytes of the document; null if there is none. The server sends it in one answer, and keeps no cursor. */
  findFirst(query: FirstQuery, session: ClientSession | undefined): Promise<Buffer | null>;
  insertOne(document: CommandPart, session: ClientSession | undefined): Promise<unknown>;
  updateOne(
    filter: CommandPart,
    update: CommandPart,
    session: ClientSession | undefined,
  ): Promise<{ readonly matchedCount: number }>;
  deleteOne(
    filter: CommandPart,
    session: ClientSession | undefined,
  ): Promise<{ readonly deletedCount: number }>;
}

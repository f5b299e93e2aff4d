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

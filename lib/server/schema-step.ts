import type { Document } from 'mongodb';
import type { IndexForm } from './form/index-form.js';

/** Sends a command that may be sent twice. */
export interface CommandStep {
  readonly step: 'command';
  readonly command: Document;
}

/** Builds an index; one that is there already is left. */
export interface BuildStep {
  readonly step: 'build';
  readonly collection: string;
  /** As `createIndexes` takes it, with its name. */
  readonly specification: Document;
  readonly form: IndexForm;
}

/** Drops an index, if it is still the one that was compared. */
export interface DropStep {
  readonly step: 'drop';
  readonly collection: string;
  readonly index: string;
  readonly form: IndexForm;
}

/** Makes an index unique without building it anew: first the server refuses new duplicates, then it looks for old ones. */
export interface UniqueStep {
  readonly step: 'unique';
  readonly collection: string;
  readonly index: string;
}

/** One step of a change. Steps may be repeated from the first on, whatever was done before. */
export type SchemaStep = CommandStep | BuildStep | DropStep | UniqueStep;

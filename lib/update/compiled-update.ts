import type { Plain } from '../value/plain-object.js';

/** An update in the server's form. */
export interface CompiledUpdate {
  /** Operators, or the stages of a pipeline. */
  readonly update: Plain | readonly Plain[];
  /** The conditions of the elements that it changes; undefined if it names none. */
  readonly arrayFilters: readonly Plain[] | undefined;
}

import type { Collection } from 'mongodb';
import type { Shape } from '../documents/shape.js';
import type { OpenLibrary } from '../libraries/library.js';

/** A measurement, side by side for several libraries. */
export interface Work {
  /** Short, for `--only`: `find`, `insert-many at 3 KB`. */
  readonly name: string;
  /** For people, as a row of the table. */
  readonly title: string;
  /** Names of files in `libraries/`; the first one is what the others are compared with. */
  readonly libraries: readonly string[];
  readonly goal?: Goal;
  readonly shape: Shape;
  /** How many documents are in the collection before. */
  readonly storedCount: number;
  /** Documents of other shapes that are stored too, each in its collection. */
  readonly alsoStored?: readonly { readonly shape: Shape; readonly count: number }[];
  /** Whether it changes documents, so that each library needs a collection of its own. */
  readonly isWrite: boolean;
  /** Whether two receivers are connected. */
  readonly isHeard?: boolean;
  /** Skipped with a message if the server lacks transactions. */
  readonly needsTransactions?: boolean;
  /** Upper limit of units per round; default as many as fit into the time of a round. */
  readonly maxUnits?: number;
  /** Shorter warm-up for slow works, in milliseconds. */
  readonly maxWarmUpTime?: number;
  /** Fewer rounds for slow works. */
  readonly maxRounds?: number;
  /** Sets the work up with a library, in the process of that library. */
  begin(library: OpenLibrary): Task;
  /** Checks the stored documents after a round with the driver, and prepares the collection for the next round. */
  verify?(collection: Collection, round: Round): Promise<void>;
}

/** The operations of a round: their count, and the number of the first. */
export interface Round {
  readonly first: number;
  readonly units: number;
}

export type Task = TimedTask | HeldTask;

/** Measured by the time that its units take. */
export interface TimedTask {
  readonly kind: 'timed';
  /** Operations in a unit, if one operation is too short to measure. */
  readonly operationsPerUnit?: number;
  /**
   * Units prepared at a time, with the clock stopped; default all of a round. For preparations so large that those of a whole round would
   * fill the memory and be measured as garbage.
   */
  readonly unitsPrepared?: number;
  /** Prepares these units; not measured. */
  prepare?(units: Round): void | Promise<void>;
  run(units: Round): void | Promise<void>;
  /** @throws if these units did not do what they should; not measured */
  check(units: Round): void;
}

/** Measured by the memory that its documents take. */
export interface HeldTask {
  readonly kind: 'held';
  load(): Promise<readonly object[]>;
  /** @throws if these are not the documents that it should have loaded */
  check(documents: readonly object[]): void;
}

/** The goal that this package must reach. */
export interface Goal {
  /** `ratio`: to the first library. `microseconds`: of one operation. */
  readonly of: 'ratio' | 'microseconds';
  readonly atMost: number;
}

/** The part of a library that a work needs. @throws where the library lacks it */
export function needed<T>(part: T | undefined, name: string): T {
  if (part === undefined) throw new Error(`The library cannot ${name}: take it from the list of the work.`);
  return part;
}

import type { Round } from '../works/work.js';

/** What a round took: of one operation in microseconds, or of one held document in bytes. */
export type Sample = TimeSample | MemorySample;

export interface TimeSample {
  /** Of the process of the library, user and system, all its threads. */
  readonly cpu: number;
  readonly wall: number;
  /** CPU time of the whole round, in milliseconds. */
  readonly spent: number;
}

export interface MemorySample {
  readonly bytes: number;
  readonly spent: number;
}

/** To the process of a library: do a round, or end. */
export type Request = { readonly kind: 'round'; readonly round: Round } | { readonly kind: 'close' };

/** From it; one for its start, and one for each round. */
export type Reply =
  | { readonly kind: 'open' }
  | { readonly kind: 'sample'; readonly sample: Sample }
  | { readonly kind: 'error'; readonly message: string };

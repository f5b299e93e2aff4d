import type { Round } from '../works/work.js';

/** Cost of a round: microseconds for each operation, or bytes for each held document. */
export type Sample = TimeSample | MemorySample;

export interface TimeSample {
  /** CPU time of the library's process, user and system, all threads. */
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

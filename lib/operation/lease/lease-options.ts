import type { FilterOptions } from '../../query/compile-filter.js';
import type { DocumentSort } from '../../query/compile-sort.js';
import type { DurationText } from '../../value/duration.js';
import type { WriteOptions } from '../operation-options.js';

/** The time that a lease lasts: a number of milliseconds, or text as `500ms`, `60s`, `5m`, `2h`, `1d`. At most 366 days. */
export type LeaseDuration = number | DurationText;

/** Options of `release`. */
export interface ReleaseOptions extends WriteOptions {
  /** The holder, as it was given to `claim`. */
  readonly by: string;
}

/** Options of `renew`. */
export interface RenewOptions extends ReleaseOptions {
  /** The time from now on that the lease lasts. */
  readonly for: LeaseDuration;
}

/** Options of `claim`. */
export interface ClaimOptions<T> extends WriteOptions, FilterOptions {
  /** The time from now on that the lease lasts. */
  readonly for: LeaseDuration;
  /** The holder: text that differs for all that work at the same time, and is not empty. */
  readonly by: string;
  /** Which of the free documents it is: the first one in this order. Default any. */
  readonly sort?: DocumentSort<T>;
  /** Allows an empty filter, which means any document that is free. Default false. */
  readonly allowAll?: boolean;
}

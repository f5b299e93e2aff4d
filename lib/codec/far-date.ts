import { DateOutOfRangeError } from './codec-errors.js';

/**
 * A stored date that JavaScript has no Date for: an invalid one, which cannot be written, since the driver would make 1970 of it. What it
 * was is not kept.
 */
class FarDate extends Date {
  constructor() {
    super(NaN);
  }

  /** Called by the driver, before anything is sent. */
  toBSON(): never {
    throw new DateOutOfRangeError();
  }
}

/** The date as it was read, which is an invalid one where JavaScript has none for it. */
export function asRead(date: Date): Date {
  return Number.isNaN(date.getTime()) ? new FarDate() : date;
}

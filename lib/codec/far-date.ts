import { DateOutOfRangeError } from './codec-errors.js';

/**
 * A stored date that JavaScript has no Date for: an invalid one, which cannot be written, since the driver would make 1970 of it. What it
 * was is not kept.
 */
export class FarDate extends Date {
  constructor() {
    super(NaN);
  }

  /** Called by the driver, before anything is sent. */
  toBSON(): never {
    throw new DateOutOfRangeError();
  }
}

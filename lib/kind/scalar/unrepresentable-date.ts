import { DocumentsError } from '../../errors/documents-error.js';

/** Rewriting a value would corrupt a stored date that is outside of JavaScript's range. Nothing was sent. */
export class DateOutOfRangeError extends DocumentsError {
  readonly code = 'DATE_OUT_OF_RANGE';
  readonly outcome = 'notApplied';

  constructor() {
    super({
      problem: 'A document was not written',
      reason:
        'An untyped value holds a date that JavaScript cannot represent, and writing it back would store 1970',
      remedy:
        'Correct the stored date in the database shell, or avoid changes that rewrite it, such as those to the rest of its array',
    });
  }
}

/** A stored date outside JavaScript's range: an invalid Date. The stored time is lost, and the driver would write 1970 for it. */
class UnrepresentableDate extends Date {
  constructor() {
    super(NaN);
  }

  /** Called by the driver before anything is sent. */
  toBSON(): never {
    throw new DateOutOfRangeError();
  }
}

/** Returns a date that was read; an invalid one becomes a date that refuses to be written. */
export function guardDate(date: Date): Date {
  return Number.isNaN(date.getTime()) ? new UnrepresentableDate() : date;
}

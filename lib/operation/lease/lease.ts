import { fieldWithRole } from '../../schema/build/role-fields.js';
import type { FieldSchema, RootSchema } from '../../schema/document-schema.js';
import { describeValue } from '../../value/describe-value.js';
import { millisecondsOf } from '../../value/duration.js';
import type { Plain } from '../../value/plain-object.js';
import { isText } from '../../value/text.js';
import { InvalidOptionsError } from '../operation-errors.js';
import { neededField } from '../role/field-role-missing-error.js';

const longest = 366 * 86_400_000;

/** The lease of one holder: the conditions and changes that concern it. Times are those of this process. */
export class Lease {
  readonly #until: FieldSchema;
  readonly #by: FieldSchema;
  readonly #now = new Date();

  /** @throws FieldRoleMissingError for a class without leases, InvalidOptionsError for a holder that is not text, or is empty */
  constructor(
    private readonly schema: RootSchema,
    origin: string,
    private readonly holder: unknown,
  ) {
    this.#until = neededField(schema, 'leasedUntil', origin);
    this.#by = fieldWithRole(schema, 'leasedBy') as FieldSchema;
    if (isText(holder) && holder !== '') return;
    const given = holder === '' ? 'empty' : describeValue(holder);
    throw new InvalidOptionsError(
      schema.name,
      `"by" is ${given}, and the holder of a lease is text`,
      "Pass a text that differs for all that work at the same time: { by: 'worker 1' }",
    );
  }

  /** The end of the lease. @throws InvalidOptionsError for anything but a duration */
  endAfter(duration: unknown): Date {
    const milliseconds = millisecondsOf(duration);
    if (milliseconds !== undefined && milliseconds <= longest)
      return new Date(this.#now.getTime() + milliseconds);
    throw new InvalidOptionsError(
      this.schema.name,
      '"for" is not a duration between a millisecond and 366 days',
      "Pass a number of milliseconds, or text: { for: '60s' }",
    );
  }

  /** Selects documents that nobody has leased now, for the server: the time is absent, null or over. */
  get isFree(): Plain {
    return { [this.#until.key]: { $not: { $gt: this.#now } } };
  }

  /** Selects documents that the holder has leased now, for the server. */
  get isHeld(): Plain {
    return { ...this.isOfHolder, [this.#until.key]: { $gt: this.#now } };
  }

  /** Selects documents that the holder has leased last, and not released, for the server. */
  get isOfHolder(): Plain {
    return { [this.#by.key]: { $eq: this.holder } };
  }

  /** The fields of a lease until a time, by field name; of none without a time. */
  values(until?: Date): Readonly<Record<string, unknown>> {
    return { [this.#until.name]: until && new Date(until), [this.#by.name]: until && this.holder };
  }

  /** The same values by stored key. */
  storedValues(until: Date): Plain {
    return { [this.#until.key]: until, [this.#by.key]: this.holder };
  }

  /** Its removal, by stored key. */
  get removal(): Plain {
    return { [this.#until.key]: true, [this.#by.key]: true };
  }
}

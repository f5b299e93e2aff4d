import { encodeDocument } from '../codec/encode.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { Delivering } from '../signal/delivery.js';
import { applyDifferences, withDifferences } from '../state/apply-differences.js';
import { differences } from '../state/difference.js';
import type { Difference } from '../state/difference.js';
import type { Snapshot, Stored } from '../state/snapshot.js';
import { RememberedValues } from '../state/remembered-values.js';
import { wholeArrays } from '../state/whole-arrays.js';
import { findMisfits } from '../validation/find-misfits.js';
import type { Search } from '../validation/issue-list.js';
import type { Issues } from '../validation/issues.js';
import { ValidationError } from '../validation/validation-error.js';
import type { ValidationIssue } from '../validation/validation-issue.js';
import { assertId, ensureId, removeId } from './document-id.js';
import { findImmutables } from './immutable-fields.js';
import type { DocumentMemory } from './repository-context.js';
import { nothingStored } from './stored-snapshot.js';
import { unchangedTest } from './unchanged-issues.js';

/** A document in memory that is written. */
export interface Subject {
  readonly memory: DocumentMemory;
  readonly schema: RootSchema;
  readonly document: object;
  /** Undefined if it is new. */
  readonly snapshot: Snapshot | undefined;
}

/**
 * A document as a save writes it: encoded when it was validated. What is changed in memory from then on is left to the next save, but
 * for what receivers of `preSavePostValidation` change (decision 0047).
 */
export class Draft {
  #stored: Stored;
  #changed: readonly Difference[] | undefined;
  readonly #subject: Subject;
  readonly #hasNewId: boolean;
  /** The document when receivers began to change it, as far as it can be stored; undefined before. */
  #start: Held | undefined;

  /**
   * Gives the document, whose values fit their types, an id if it has none.
   * @param isHeldUp whether it may be changed before receivers are told that it is valid
   */
  constructor(
    subject: Subject,
    private readonly isHeldUp: boolean,
  ) {
    const { schema, document, memory } = subject;
    this.#subject = subject;
    this.#hasNewId = ensureId(schema, document);
    this.#stored = encodeDocument(schema, document, memory.undeclared);
  }

  get stored(): Stored {
    return this.#stored;
  }

  /** The differences from what is stored; all of a new document. */
  get changed(): readonly Difference[] {
    const { schema, snapshot = nothingStored } = this.#subject;
    return (this.#changed ??= differences(schema, snapshot, this.#stored));
  }

  /** What is immutable, and is changed by the draft. */
  changedImmutables(): readonly ValidationIssue[] {
    const { schema, snapshot } = this.#subject;
    return snapshot ? findImmutables(schema, this.#stored, snapshot, this.changed) : none;
  }

  /** The snapshot after the write. */
  get next(): Snapshot {
    const { snapshot } = this.#subject;
    return snapshot
      ? applyDifferences(snapshot, this.changed, this.#stored)
      : { stored: this.#stored, unchanged: this.#stored };
  }

  /**
   * Sends `preSavePostValidation`: what its receivers change is written.
   * @throws what receivers throw, ValidationError if they leave something that cannot be stored
   */
  async revise(send: () => Delivering): Promise<void> {
    const { memory, schema, document } = this.#subject;
    try {
      this.#start = this.isHeldUp ? this.#held() : { stored: this.#stored, misfits: new Map() };
      memory.drafts.set(document, this);
      const sending = send();
      if (sending) await sending;
      this.#stored = this.revised();
      this.#changed = undefined;
      assertId(schema, this.#stored);
      const changed = this.changedImmutables();
      if (changed.length > 0) throw new ValidationError(schema.name, changed);
    } catch (error) {
      this.discard();
      throw error;
    } finally {
      memory.drafts.delete(document);
    }
  }

  /**
   * The document as it is to be written now, while receivers change it.
   * @throws ValidationError if it holds what cannot be stored
   */
  revised(): Stored {
    const { schema } = this.#subject;
    const start = this.#start as Held;
    const now = this.#held();
    this.#assertStorable(start, now);
    // Nobody else can have changed it.
    if (start.stored === this.#stored) return now.stored;
    const before = { stored: start.stored, unchanged: start.stored };
    return withDifferences(this.#stored, wholeArrays(before, differences(schema, before, now.stored)));
  }

  /** Takes back the id that the document was given, since it is not written. */
  discard(): void {
    const { schema, document } = this.#subject;
    if (this.#hasNewId) removeId(schema, document);
  }

  #isAccepted(): Search['isAccepted'] {
    const { schema, document, snapshot } = this.#subject;
    return snapshot && unchangedTest(schema, document, snapshot);
  }

  #held(): Held {
    const { schema, document, memory } = this.#subject;
    const misfits = this.#misfits();
    const fitting = misfits.size === 0 ? document : valuesOf(schema, document, (name) => !misfits.has(name));
    return { stored: encodeDocument(schema, fitting, memory.undeclared), misfits };
  }

  #misfits(): ReadonlyMap<string, Misfit> {
    const { schema, document } = this.#subject;
    if (findMisfits(schema, document, this.#isAccepted()).isEmpty) return new Map();
    const values = document as Record<string, unknown>;
    const names = fieldNames(schema).filter((name) => !this.#issuesOf([name]).isEmpty);
    return new Map(names.map((name) => [name, new Misfit(values[name])]));
  }

  /** @throws ValidationError about what cannot be stored, unless others have put it there before */
  #assertStorable(start: Held, { misfits }: Held): void {
    const { schema } = this.#subject;
    const names = [...misfits]
      .filter(([name, misfit]) => !start.misfits.get(name)?.isStill(misfit))
      .map(([name]) => name);
    if (names.length === 0) return;
    const { listed, total } = this.#issuesOf(names);
    throw new ValidationError(schema.name, listed, total);
  }

  #issuesOf(names: readonly string[]): Issues {
    const { schema, document } = this.#subject;
    return findMisfits(
      schema,
      valuesOf(schema, document, (name) => names.includes(name)),
      this.#isAccepted(),
    ).issues;
  }
}

/** The value of a field that cannot be stored, as it was at one time. */
class Misfit {
  readonly #remembered: RememberedValues;

  constructor(readonly value: unknown) {
    this.#remembered = new RememberedValues({ value });
  }

  isStill({ value }: Misfit): boolean {
    return Object.is(value, this.value) && this.#remembered.isUnchanged();
  }
}

/** A document at one time: encoded without the fields that cannot be stored, and the values of those. */
interface Held {
  readonly stored: Stored;
  readonly misfits: ReadonlyMap<string, Misfit>;
}

const none: readonly ValidationIssue[] = Object.freeze([]);

function fieldNames({ fields, undeclared }: RootSchema): string[] {
  return [...fields, ...(undeclared ? [undeclared] : [])].map(({ name }) => name);
}

function valuesOf(schema: RootSchema, document: object, isWanted: (name: string) => boolean): object {
  const values = document as Record<string, unknown>;
  return Object.fromEntries(
    fieldNames(schema)
      .filter(isWanted)
      .map((name) => [name, values[name]]),
  );
}

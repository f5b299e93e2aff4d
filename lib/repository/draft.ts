import { encodeDocument } from '../codec/fast/encode-document.js';
import type { RootSchema } from '../schema/document-schema.js';
import type { Delivering } from '../signal/delivery.js';
import { applyDifferences } from '../state/change/apply-differences.js';
import { withDifferences } from '../state/change/with-differences.js';
import { ValueSnapshot } from '../state/snapshot/value-snapshot.js';
import { differences } from '../state/change/difference.js';
import type { Difference } from '../state/change/difference.js';
import type { Snapshot, Stored } from '../state/snapshot/snapshot.js';
import { RememberedValues } from '../state/memory/remembered-values.js';
import { wholeArrays } from '../state/change/whole-arrays.js';
import { findMisfits } from '../validation/fast/find-misfits.js';
import type { Search } from '../validation/issue-list.js';
import type { Issues } from '../validation/issues.js';
import { ValidationError } from '../validation/validation-error.js';
import type { ValidationIssue } from '../validation/validation-issue.js';
import { assertId, ensureId, removeId } from './document-id.js';
import { findImmutables, isCertainlyUnchanged } from './immutable-fields.js';
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
 * A document as a save writes it: as it was validated. What is changed in memory from then on is left to the next save, but
 * for what receivers of `preSavePostValidation` change (decision 0047).
 */
export class Draft {
  #stored: Stored | undefined;
  #changed: readonly Difference[] | undefined;
  readonly #subject: Subject;
  readonly #hasNewId: boolean;
  /** Of one that was held up: the document when receivers began to change it, as far as it can be stored. */
  #start: Held | undefined;

  /**
   * Gives the document, whose values fit their types, an id if it has none.
   * @param isHeldUp whether it waits for validators, while others may change the document: it is encoded now, and not when it is needed
   */
  constructor(
    subject: Subject,
    private readonly isHeldUp: boolean,
  ) {
    this.#subject = subject;
    this.#hasNewId = ensureId(subject.schema, subject.document);
    if (isHeldUp) this.#stored = this.#encode(subject.document);
  }

  get stored(): Stored {
    return (this.#stored ??= this.#encode(this.#subject.document));
  }

  /** The differences from what is stored; all of a new document. */
  get changed(): readonly Difference[] {
    const { schema, snapshot = nothingStored } = this.#subject;
    return (this.#changed ??= differences(schema, snapshot, this.stored));
  }

  /** What is immutable, and is changed by the draft. */
  changedImmutables(): readonly ValidationIssue[] {
    const { schema, document, snapshot, memory } = this.#subject;
    if (!snapshot) return none;
    if (!this.#stored && isCertainlyUnchanged(schema, document, snapshot, memory.undeclared)) return none;
    return findImmutables(schema, this.stored, snapshot, this.changed);
  }

  /** The snapshot after the write. */
  get next(): Snapshot {
    const { snapshot } = this.#subject;
    return snapshot ? applyDifferences(snapshot, this.changed, this.stored) : new ValueSnapshot(this.stored);
  }

  /**
   * Sends `preSavePostValidation`: what its receivers change is written.
   * @returns what is to be awaited, if anything is
   * @throws what receivers throw, ValidationError if they leave something that cannot be stored
   */
  revise(send: () => Delivering): Delivering {
    const { memory, document } = this.#subject;
    try {
      if (this.isHeldUp) this.#start = this.#held();
      memory.drafts.set(document, this);
      const sending = send();
      if (sending) return this.#takeAfter(sending);
      this.#take();
      return undefined;
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  async #takeAfter(sending: Promise<void>): Promise<void> {
    try {
      await sending;
      this.#take();
    } catch (error) {
      this.discard();
      throw error;
    }
  }

  /** Takes what receivers have changed. */
  #take(): void {
    const { memory, schema, document } = this.#subject;
    this.#stored = this.revised();
    this.#changed = undefined;
    memory.drafts.delete(document);
    assertId(schema, this.#stored);
    const changed = this.changedImmutables();
    if (changed.length > 0) throw new ValidationError(schema.name, changed);
  }

  /**
   * The document as it is to be written now, while receivers change it.
   * @throws ValidationError if it holds what cannot be stored
   */
  revised(): Stored {
    const { schema } = this.#subject;
    const now = this.#held();
    this.#assertStorable(now);
    // Nobody else can have changed it.
    if (!this.#start) return now.stored;
    const before = new ValueSnapshot(this.#start.stored);
    return withDifferences(this.stored, wholeArrays(before, differences(schema, before, now.stored)));
  }

  /** Takes back the id that the document was given, since it is not written. */
  discard(): void {
    const { memory, schema, document } = this.#subject;
    memory.drafts.delete(document);
    if (this.#hasNewId) removeId(schema, document);
  }

  #isAccepted(): Search['isAccepted'] {
    const { schema, document, snapshot } = this.#subject;
    return snapshot && unchangedTest(schema, document, snapshot);
  }

  #encode(document: object): Stored {
    return encodeDocument(this.#subject.schema, document, this.#subject.memory.undeclared);
  }

  #held(): Held {
    const { schema, document } = this.#subject;
    const misfits = this.#misfits();
    const fitting = misfits.size === 0 ? document : valuesOf(schema, document, (name) => !misfits.has(name));
    return { stored: this.#encode(fitting), misfits };
  }

  #misfits(): ReadonlyMap<string, Misfit> {
    const { schema, document } = this.#subject;
    if (findMisfits(schema, document, this.#isAccepted()).isEmpty) return new Map();
    const values = document as Record<string, unknown>;
    const names = fieldNames(schema).filter((name) => !this.#issuesOf([name]).isEmpty);
    return new Map(names.map((name) => [name, new Misfit(values[name])]));
  }

  /** @throws ValidationError about what cannot be stored, unless others have put it there before */
  #assertStorable({ misfits }: Held): void {
    const { schema } = this.#subject;
    const names = [...misfits]
      .filter(([name, misfit]) => !this.#start?.misfits.get(name)?.isStill(misfit))
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

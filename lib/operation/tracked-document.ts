import { isDeepStrictEqual } from 'node:util';
import { encodeDocument } from '../codec/fast/encode-document.js';
import { TransactionNotRepeatableError } from '../transaction/transaction-errors.js';
import type { TransactionAttempt } from '../transaction/transaction-attempt.js';
import type { DocumentBefore, TransactionRun } from '../transaction/transaction-run.js';
import { readSafely } from '../errors/read-safely.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { schemaOf } from '../schema/build/schema-of.js';
import type { RootSchema } from '../schema/document-schema.js';
import { differences } from '../state/change/difference.js';
import type { DocumentLock, DocumentState } from '../state/memory/document-mark.js';
import { RememberedValues } from '../state/memory/remembered-values.js';
import type { Plain } from '../value/plain-object.js';
import type { DocumentMemory } from './repository-context.js';
import { DocumentNotRestoredError } from './operation-errors.js';

/** A document known to a transaction. Once locked, it stays locked until the transaction's end. */
abstract class KnownDocument implements DocumentBefore, DocumentLock {
  isLocked = false;

  constructor(
    protected readonly memory: DocumentMemory,
    readonly owner: TransactionRun,
    protected readonly document: object,
  ) {}

  abstract restore(): DocumentNotRestoredError | undefined;

  lock(): void {
    this.memory.states.lockForTransaction(this.document, this);
  }

  unlock(): void {
    this.memory.states.unlockForTransaction(this.document, this);
  }
}

/** The state and values of a document at one time. */
class RememberedDocument extends KnownDocument {
  protected readonly state: DocumentState | undefined;
  protected readonly values: RememberedValues;

  constructor(memory: DocumentMemory, owner: TransactionRun, document: object) {
    super(memory, owner, document);
    this.state = memory.states.find(document);
    this.values = new RememberedValues(document);
  }

  override restore(): DocumentNotRestoredError | undefined {
    const isRestored = this.values.restore();
    this.memory.states.set(this.document, isRestored ? this.state : 'notRestored');
    return isRestored
      ? undefined
      : new DocumentNotRestoredError(this.nameOfClass(), 'restore', this.document);
  }

  protected nameOfClass(): string {
    return readSafely(() => schemaOf(this.document.constructor as DocumentClass).name, 'a document');
  }
}

/**
 * A document that the transaction did not know until an operation received it, with changes of the work in it by then. So its differences
 * from the snapshot were made before the transaction, or in it, where another attempt makes them again.
 */
class TrackedDocument extends RememberedDocument {
  /** Says how it was restored, if it had changes then. */
  #changed: RestoredForm | undefined;
  #attempt: number;

  constructor(memory: DocumentMemory, document: object, { run, number }: TransactionAttempt) {
    super(memory, run, document);
    this.#attempt = number;
  }

  override restore(): DocumentNotRestoredError | undefined {
    const error = super.restore();
    this.#changed = this.#findChanged();
    return error;
  }

  /**
   * Checks a document that another attempt has changed and passed to an operation.
   * @throws TransactionNotRepeatableError if the changes differ, so that they depend on what the attempt before left behind
   */
  assertRepeated(attempt: TransactionAttempt): void {
    const { number, run } = attempt;
    if (number === this.#attempt) return;
    this.#attempt = number;
    if (!this.#changed || this.#isSame(this.#changed)) return;
    const error = new TransactionNotRepeatableError(this.nameOfClass(), run.lastError);
    attempt.fail(error);
    throw error;
  }

  #findChanged(): RestoredForm | undefined {
    const { state } = this;
    if (typeof state !== 'object') return undefined;
    const stored = this.#encoded();
    return stored && differences(this.#schema, state, stored).length === 0 ? undefined : { stored };
  }

  /** Whether it would be stored as it was restored. Other documents that were put into it meanwhile do not count. */
  #isSame({ stored }: RestoredForm): boolean {
    return stored ? isDeepStrictEqual(this.#encoded(), stored) : this.values.isUnchanged();
  }

  /** The document in its stored form; undefined if it cannot be encoded, which a document that was just loaded always can. */
  #encoded(): Plain | undefined {
    return readSafely(() => encodeDocument(this.#schema, this.document, this.memory.undeclared), undefined);
  }

  get #schema(): RootSchema {
    return schemaOf(this.document.constructor as DocumentClass);
  }
}

/** The form in which a document would be stored as it was restored; undefined if it could not be. */
interface RestoredForm {
  readonly stored: Plain | undefined;
}

/** A document that was loaded after its transaction's first write. */
class LoadedDocument extends KnownDocument {
  override restore(): undefined {
    const { states } = this.memory;
    if (states.find(this.document) !== 'readOnly') states.set(this.document, 'rolledBack');
  }
}

/**
 * Tracks a document that a transaction, or a part of one, is declared to change. Skips a document that is locked elsewhere: an operation
 * that receives it is refused before it could change it.
 */
export function nameDocument(memory: DocumentMemory, run: TransactionRun, document: object): void {
  if (run.find(document) || !memory.states.isFree(document)) return;
  const named = new RememberedDocument(memory, run, document);
  run.remember(document, named);
  named.lock();
}

/** Tracks a document that an operation of a transaction has locked. @throws TransactionNotRepeatableError */
export function track(memory: DocumentMemory, attempt: TransactionAttempt, document: object): void {
  const { run } = attempt;
  const known = run.find(document);
  if (known instanceof TrackedDocument) known.assertRepeated(attempt);
  if (known instanceof LoadedDocument && memory.states.ownerOf(document) === undefined) known.lock();
  if (known) return;
  const tracked = new TrackedDocument(memory, document, attempt);
  run.remember(document, tracked);
  tracked.lock();
}

/** Tracks a document that was loaded after the transaction's first write: its values may be rolled back. */
export function noteLoaded(memory: DocumentMemory, run: TransactionRun, document: object): void {
  run.remember(document, new LoadedDocument(memory, run, document));
}

import { encodeDocument } from '../codec/encode.js';
import { TransactionNotRepeatableError } from '../connection/transaction-errors.js';
import type { TransactionScope } from '../connection/transaction-scope.js';
import type { DocumentBefore } from '../connection/unit.js';
import type { DocumentClass } from '../schema/class-record.js';
import { schemaOf } from '../schema/schema-of.js';
import { differences } from '../state/difference.js';
import type { DocumentState } from '../state/document-mark.js';
import { RememberedValues } from '../state/remembered-values.js';
import type { DocumentMemory } from './repository-context.js';

/** What a document is like now: its state and its values. */
export class RememberedDocument implements DocumentBefore {
  readonly state: DocumentState | undefined;
  protected readonly values: RememberedValues;

  constructor(
    protected readonly memory: DocumentMemory,
    protected readonly document: object,
  ) {
    this.state = memory.states.find(document);
    this.values = new RememberedValues(document);
  }

  restore(): void {
    this.memory.states.set(this.document, this.state);
    this.values.restore();
  }
}

/**
 * A document that a transaction did not know of before one of its operations was given it, with what the work had changed by then. So
 * what differs from its snapshot was changed before the transaction, or in it, where another attempt changes it again.
 */
class MetDocument extends RememberedDocument {
  #hadChanges = false;
  #attempt: number;

  constructor(memory: DocumentMemory, document: object, { attempt }: TransactionScope) {
    super(memory, document);
    this.#attempt = attempt;
  }

  override restore(): void {
    super.restore();
    this.#hadChanges = this.#hasChanges();
  }

  /**
   * Another attempt has changed the document, and given it to an operation.
   * @throws TransactionNotRepeatableError if that did not lead to the same, so that it depends on what the attempt before has left
   */
  assertRepeated(scope: TransactionScope): void {
    const { attempt, unit } = scope;
    if (attempt === this.#attempt) return;
    this.#attempt = attempt;
    if (!this.#hadChanges || this.values.isUnchanged()) return;
    const { name } = schemaOf(this.document.constructor as DocumentClass);
    const error = new TransactionNotRepeatableError(name, unit.lastError);
    scope.fail(error);
    throw error;
  }

  #hasChanges(): boolean {
    if (typeof this.state !== 'object') return false;
    const schema = schemaOf(this.document.constructor as DocumentClass);
    try {
      return (
        differences(schema, this.state, encodeDocument(schema, this.document, this.memory.undeclared))
          .length > 0
      );
    } catch {
      // It holds what cannot be stored, and that was never loaded.
      return true;
    }
  }
}

/** An operation of a transaction is given a document. @throws TransactionNotRepeatableError */
export function meet(memory: DocumentMemory, scope: TransactionScope, document: object): void {
  const known = scope.unit.find(document);
  if (!known) scope.unit.remember(document, new MetDocument(memory, document, scope));
  else if (known instanceof MetDocument) known.assertRepeated(scope);
}

import { encodeDocument } from '../../codec/fast/encode-document.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { applyDifferences } from '../../state/change/apply-differences.js';
import { differences } from '../../state/change/difference.js';
import type { Difference } from '../../state/change/difference.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import type { ValidationIssue } from '../../validation/validation-issue.js';
import { findImmutables } from './immutable-fields.js';
import type { DocumentMemory, RepositoryContext } from '../repository-context.js';
import { findSnapshot, nothingStored } from '../stored-snapshot.js';

/** A document in memory that is being written. */
export interface Subject {
  readonly memory: DocumentMemory;
  readonly schema: RootSchema;
  readonly document: object;
  /** Undefined if it is new. */
  readonly snapshot: Snapshot | undefined;
}

/** @throws what `findSnapshot` throws */
export function subjectOf(repository: RepositoryContext, schema: RootSchema, document: object): Subject {
  const snapshot = findSnapshot(repository, document, 'save');
  return { memory: repository.memory, schema, document, snapshot };
}

/** A document in the form that a save writes: encoded, and compared with the stored one. Later changes in memory do not affect it. */
export class Draft {
  #changed: readonly Difference[] | undefined;

  /** @param changed the differences, if known already */
  constructor(
    readonly subject: Subject,
    /** The encoded document. */
    readonly stored: Stored,
    changed?: readonly Difference[],
  ) {
    this.#changed = changed;
  }

  /** Encodes a document, whose values fit their types, as it is now. */
  static of(subject: Subject): Draft {
    const { schema, document, memory } = subject;
    return new Draft(subject, encodeDocument(schema, document, memory.undeclared));
  }

  /** The differences from the stored document; all fields of a new one. */
  get changed(): readonly Difference[] {
    const { schema, snapshot = nothingStored } = this.subject;
    return (this.#changed ??= differences(schema, snapshot, this.stored));
  }

  /** Issues about immutable fields that the draft changes. */
  get changedImmutables(): readonly ValidationIssue[] {
    const { schema, snapshot } = this.subject;
    return snapshot ? findImmutables(schema, this.stored, snapshot, this.changed) : none;
  }

  /** The snapshot after the write. */
  get next(): Snapshot {
    const { snapshot } = this.subject;
    return snapshot ? applyDifferences(snapshot, this.changed, this.stored) : new ValueSnapshot(this.stored);
  }
}

const none: readonly ValidationIssue[] = Object.freeze([]);

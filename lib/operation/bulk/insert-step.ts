import { assertSize } from '../../driver/command/document-size.js';
import type { Operation } from '../operation.js';
import type { Saving } from '../save/saving.js';
import type { BulkPart } from '../write/bulk-part.js';
import type { WriteStep } from './write-step.js';

/** The insert of one document: a save. */
export class InsertStep implements WriteStep {
  constructor(
    readonly index: number,
    private readonly operation: Operation,
    readonly saving: Saving<object>,
  ) {}

  /** The id of the document, as it holds it. */
  get id(): unknown {
    const { schema, document } = this.saving.draft.subject;
    return (document as Readonly<Record<string, unknown>>)[schema.id.field.name];
  }

  announce(): Promise<void> {
    return this.saving.announce();
  }

  part(): BulkPart {
    const { stored } = this.saving.draft;
    assertSize(this.operation.repository.schema.name, stored);
    const model = { insertOne: { document: stored } };
    return { index: this.index, kind: 'write', command: 'insert', model };
  }

  markApplied(): void {
    this.saving.markStored();
  }

  applied(): Promise<void> {
    return this.saving.applied();
  }

  notApplied(): void {
    this.saving.notApplied();
  }

  unknown(): void {
    this.saving.unknown();
  }
}

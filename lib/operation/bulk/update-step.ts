import type { Document, UpdateFilter } from 'mongodb';
import { assertSize } from '../../driver/command/document-size.js';
import { postUpdate } from '../../lifecycle/signals.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { isWriteAwaited } from '../announce/note-write.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import type { Operation } from '../operation.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import type { Selected } from '../update/update-request.js';
import type { BulkPart } from '../write/bulk-part.js';
import type { PartCounts, WriteStep } from './write-step.js';

/** An update of one document, or of all, that match. */
export class UpdateStep implements WriteStep {
  readonly #announcement: UpdateAnnouncement;
  #condition: Condition | undefined;
  #compiled: CompiledUpdate | undefined;

  /** @throws InvalidUpdateError */
  constructor(
    readonly index: number,
    private readonly operation: Operation,
    private readonly selected: Selected,
    update: unknown,
    private readonly many: boolean,
    private readonly ignoreUndefined: boolean,
  ) {
    this.#announcement = new UpdateAnnouncement(operation, selected, update, many);
  }

  async announce(): Promise<void> {
    const { condition } = this.selected;
    const query = this.many ? condition : { ...condition, limit: 1 };
    this.#condition = await this.#announcement.conditionFor(query);
    this.#compiled = await this.#announcement.compiled(this.ignoreUndefined);
  }

  part(): BulkPart {
    const { operation, index, many } = this;
    const { repository } = operation;
    const { update, arrayFilters } = this.#compiled as CompiledUpdate;
    assertSize(repository.schema.name, update);
    const changes = {
      filter: restrict(repository, this.#condition as Condition),
      update: update as UpdateFilter<Document> | Document[],
      ...(arrayFilters && { arrayFilters: [...arrayFilters] }),
    };
    const model = many ? { updateMany: changes } : { updateOne: changes };
    const kind = many ? 'writeMany' : 'write';
    return { index, kind, command: 'update', model, isCounted: isUpdateHeard(operation) };
  }

  async applied(counts: PartCounts | undefined): Promise<void> {
    // Without counts, nobody listens.
    if (!counts) this.unknown();
    else {
      const { matchedCount, modifiedCount } = counts;
      await this.#announcement.applied(Object.freeze({ matchedCount, modifiedCount }));
    }
  }

  unknown(): void {
    this.#announcement.unknown();
  }
}

/** Whether anybody hears how many documents an update has changed. */
export function isUpdateHeard(operation: Operation): boolean {
  const { bus, schema } = operation.repository;
  const { documentClass } = schema;
  return (
    postUpdate.phases.some((phase) => bus.hasReceivers(postUpdate, documentClass, phase)) ||
    isWriteAwaited(operation, documentClass)
  );
}

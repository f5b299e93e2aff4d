import type { UpdateManyModel } from 'mongodb';
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
    const changes = updateModel(operation, this.#condition as Condition, this.#compiled as CompiledUpdate);
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

/** An update in the driver's form. @throws DocumentTooLargeError */
export function updateModel(
  { repository }: Operation,
  condition: Condition,
  { update, arrayFilters }: CompiledUpdate,
): UpdateManyModel {
  assertSize(repository.schema.name, update);
  return {
    filter: restrict(repository, condition),
    update: update,
    ...(arrayFilters && { arrayFilters: [...arrayFilters] }),
  };
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

import type { UpdateManyModel } from 'mongodb';
import { assertSize } from '../../driver/command/document-size.js';
import { postUpdate } from '../../lifecycle/signals.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { isWriteAwaited } from '../announce/note-write.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { findFamilyDerived } from '../derived/derived-data.js';
import { isNoted } from '../derived/update-noted.js';
import type { Operation } from '../operation.js';
import { updateStored } from '../update/update-stored.js';
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

  part(): BulkPart | undefined {
    const { operation, index, many } = this;
    if (this.#isNoted()) return undefined;
    const changes = updateModel(operation, this.#condition as Condition, this.#compiled as CompiledUpdate);
    const model = many ? { updateMany: changes } : { updateOne: changes };
    const kind = many ? 'writeMany' : 'write';
    return { index, kind, command: 'update', model, isCounted: isUpdateHeard(operation) };
  }

  /** Carries it out apart from others: the documents that it concerns refer to others, which are updated too. */
  async carryOut(): Promise<PartCounts> {
    const { operation, many } = this;
    const [condition, compiled] = [this.#condition as Condition, this.#compiled as CompiledUpdate];
    const { matchedCount, modifiedCount } = await updateStored(operation, condition, compiled, many);
    return { matchedCount, modifiedCount, deletedCount: 0, insertedId: undefined };
  }

  #isNoted(): boolean {
    const derived = findFamilyDerived(this.operation.repository);
    return derived !== undefined && isNoted(this.operation, derived, this.#compiled as CompiledUpdate);
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

import type { CompiledUpdate } from '../../update/compiled-update.js';
import { forUpsert, restrict } from '../concrete-schema.js';
import { findFamilyDerived } from '../derived/derived-data.js';
import { referenceProjection } from '../derived/stored-references.js';
import { decodedId } from '../document-id.js';
import { sendFindAndUpdate } from '../find-and-write/send-find-and-update.js';
import type { Operation } from '../operation.js';
import { UpdateAnnouncement } from '../update/update-announcement.js';
import type { Selected } from '../update/update-request.js';
import type { BulkPart } from '../write/bulk-part.js';
import { isUpdateHeard, updateModel } from './update-step.js';
import type { PartCounts, WriteStep } from './write-step.js';

/** An update of one document that matches, or an insert of one. */
export class UpsertStep implements WriteStep {
  readonly #announcement: UpdateAnnouncement;
  #compiled: CompiledUpdate | undefined;

  /** @throws InvalidUpdateError */
  constructor(
    readonly index: number,
    private readonly operation: Operation,
    private readonly selected: Selected,
    update: unknown,
    private readonly ignoreUndefined: boolean,
  ) {
    this.#announcement = new UpdateAnnouncement(operation, selected, update, false);
  }

  async announce(): Promise<void> {
    this.#compiled = await this.#announcement.compiledAsUpsert(this.ignoreUndefined);
  }

  part(): BulkPart | undefined {
    const { operation, index, selected } = this;
    if (findFamilyDerived(operation.repository)) return undefined;
    const condition = forUpsert(operation.repository, selected.condition);
    const changes = updateModel(operation, condition, this.#compiled as CompiledUpdate);
    const updateOne = { ...changes, upsert: true };
    const isCounted = isUpdateHeard(operation);
    return { index, kind: 'write', command: 'update', model: { updateOne }, isCounted };
  }

  /** Carries it out apart from others: the document may refer to others, which are updated too. */
  async carryOut(): Promise<PartCounts> {
    const { operation, selected } = this;
    const { repository, session } = operation;
    const filter = restrict(repository, forUpsert(repository, selected.condition));
    const projection = referenceProjection(repository, findFamilyDerived(repository)?.keys ?? []);
    const found = { filter, projection, session };
    const form = { returns: 'after', upsert: true } as const;
    const { created, insertedId } = await sendFindAndUpdate(
      operation,
      found,
      this.#compiled as CompiledUpdate,
      form,
    );
    const count = created ? 0 : 1;
    return { matchedCount: count, modifiedCount: count, deletedCount: 0, insertedId };
  }

  async applied(counts: PartCounts | undefined): Promise<void> {
    // Without counts, nobody listens.
    if (!counts) {
      this.unknown();
      return;
    }
    const { matchedCount, modifiedCount, insertedId } = counts;
    const created = insertedId !== undefined;
    const { schema } = this.operation.repository;
    const one = created ? { sender: schema.documentClass, id: decodedId(schema, insertedId) } : undefined;
    await this.#announcement.applied(Object.freeze({ matchedCount, modifiedCount, created }), one);
  }

  unknown(): void {
    this.#announcement.unknown();
  }
}

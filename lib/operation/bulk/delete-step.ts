import { FilterWrite } from '../announce/filter-write.js';
import { isWriteAwaited } from '../announce/note-write.js';
import { restrict } from '../concrete-schema.js';
import { deleteDocument } from '../delete/delete-document.js';
import { allowedPlan } from '../delete-plan/plan-delete.js';
import { findRoots } from '../delete-rules/find-roots.js';
import { haveRules } from '../delete-rules/have-rules.js';
import { deleteByRules } from '../delete-rules/ruled-delete.js';
import type { RuledRoots } from '../delete-rules/ruled-delete.js';
import { isDeleteHeard } from '../deleting/deletes-heard.js';
import { stream } from '../find/stream.js';
import type { Operation } from '../operation.js';
import type { Selected } from '../update/update-request.js';
import type { BulkPart } from '../write/bulk-part.js';
import type { PartCounts, WriteStep } from './write-step.js';

/** A delete of one document, or of all, that match: where deletes have receivers, one document after another. */
export class DeleteStep implements WriteStep {
  readonly #isHeard: boolean;
  readonly #isRuled: boolean;
  readonly #write: FilterWrite | undefined;

  constructor(
    readonly index: number,
    private readonly operation: Operation,
    private readonly selected: Selected,
    private readonly many: boolean,
  ) {
    this.#isHeard = isDeleteHeard(operation.repository);
    this.#isRuled = haveRules(operation.repository, {});
    const isAlone = this.#isHeard || this.#isRuled;
    this.#write = isAlone ? undefined : new FilterWrite(operation, 'delete', selected);
  }

  /** Checks that no reference denies it, as it is before all parts. @throws DeleteDeniedError, DeletePlanTooLargeError */
  async prepare(): Promise<void> {
    if (!this.#isRuled) return;
    const { found } = await this.#findRoots();
    await allowedPlan({ operation: this.operation, permanent: false, kept: new Set() }, found);
  }

  part(): BulkPart | undefined {
    const { operation, index, many } = this;
    const { repository } = operation;
    if (this.#isHeard || this.#isRuled) return undefined;
    const filter = restrict(repository, this.selected.condition);
    const model = many ? { deleteMany: { filter } } : { deleteOne: { filter } };
    const isCounted = isWriteAwaited(operation, repository.schema.documentClass);
    return { index, kind: many ? 'writeMany' : 'write', command: 'delete', model, isCounted };
  }

  async carryOut(): Promise<PartCounts> {
    const deletedCount = this.#isRuled ? await this.#deleteByRules() : await this.#deleteEach();
    return { matchedCount: 0, modifiedCount: 0, deletedCount, insertedId: undefined };
  }

  async #deleteByRules(): Promise<number> {
    const { count } = await deleteByRules(this.operation, await this.#findRoots(), false);
    return count;
  }

  #findRoots(): Promise<RuledRoots> {
    const { condition } = this.selected;
    return findRoots(this.operation, this.many ? condition : { ...condition, limit: 1 }, false);
  }

  async #deleteEach(): Promise<number> {
    const { operation, selected, many } = this;
    const { repository, context, session, behaviours } = operation;
    const ofMany = { within: operation, filter: restrict(repository, selected.condition) };
    let count = 0;
    const matching = stream(repository, selected.condition, { context, session }, 'bulkWrite', operation);
    for await (const document of matching) {
      const options = { context, session, behaviours };
      if (await deleteDocument(repository, document, options, 'bulkWrite', ofMany)) count++;
      if (!many && count > 0) break;
    }
    return count;
  }

  applied(counts: PartCounts | undefined): Promise<void> {
    if (counts) this.#write?.applied(counts.deletedCount);
    else this.unknown();
    return Promise.resolve();
  }

  unknown(): void {
    this.#write?.unknown();
  }
}

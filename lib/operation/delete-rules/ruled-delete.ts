import { preUpdate } from '../../lifecycle/signals.js';
import { isSoft } from '../../schema/reference/reference-rules.js';
import type { Plain } from '../../value/plain-object.js';
import { decodedId } from '../document-id.js';
import { findIds } from '../delete-plan/find-referring.js';
import { inChunks } from '../many-ids.js';
import { allowedPlan } from '../delete-plan/plan-delete.js';
import type { FoundDocument, PlannedDelete } from '../delete-plan/planned-delete.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { narrowed } from '../write/loaded-filter.js';
import { carryOut } from './carry-out.js';
import { isDeleteHeard } from '../deleting/deletes-heard.js';
import type { DocumentWrite } from './document-write.js';
import { RuledDeletings, stillReferring } from './ruled-deletings.js';
import type { DeletedGroup } from './ruled-deletings.js';
import { RuledUpdate } from './ruled-update.js';
import type { RuledWrite } from './ruled-write.js';
import { UnseenDelete } from './unseen-delete.js';

/** The documents that a caller deletes. */
export interface RuledRoots {
  readonly found: readonly FoundDocument[];
  /** The document itself, if it is at hand. */
  readonly document?: object;
  /** The condition by which they were found, in the server's form. Checked again, since listeners take time. */
  readonly filter?: Plain;
  /** Whether they are loaded even if nobody listens. Default false. */
  readonly isLoaded?: boolean;
}

/** The documents of the caller that were deleted, or kept. */
export interface RuledOutcome {
  readonly count: number;
  /** Those that were loaded. */
  readonly loaded: readonly DocumentWrite[];
}

/**
 * Deletes documents with everything that the delete rules of references demand. The plan is made first; then all signals before the writes
 * are sent, then everything is written, those that refer before what they refer to, then the signals after it are sent.
 * @throws DeleteDeniedError, DeletePlanTooLargeError, DeleteIncompleteError, PostSignalError, or what a `pre…` receiver threw
 */
export async function deleteByRules(
  operation: Operation,
  roots: RuledRoots,
  permanent: boolean,
): Promise<RuledOutcome> {
  const ruled = new RuledDelete(operation, roots, permanent);
  try {
    return await ruled.run();
  } finally {
    await ruled.end();
  }
}

class RuledDelete {
  readonly #deletings: RuledDeletings;
  /** The keys of documents that receivers keep, although their class does not. */
  readonly #kept = new Set<string>();
  readonly #operations: Operation[] = [];

  constructor(
    private readonly operation: Operation,
    private readonly roots: RuledRoots,
    private readonly permanent: boolean,
  ) {
    this.#deletings = new RuledDeletings(operation, permanent);
  }

  async run(): Promise<RuledOutcome> {
    const { plan, updates } = await this.#announced();
    const deletes = this.#deletesOf(plan);
    const writes: RuledWrite[] = [];
    // Those that refer come before what they refer to: after a crash, a repeat finds what is left.
    for (let level = deletes.length - 1; level >= 0; level--)
      writes.push(...(updates[level] ?? []), ...(deletes[level] ?? []));
    await carryOut(this.operation, writes);
    const own = deletes[0] ?? [];
    return {
      count: own.reduce((sum, { documentCount }) => sum + documentCount, 0),
      loaded: plan.documents.flatMap((each) => this.#deletings.find(each) ?? []),
    };
  }

  async end(): Promise<void> {
    await this.#deletings.end();
    for (const each of this.#operations) await each.end();
  }

  /** Plans and sends the signals that can refuse to those who listen, and plans again if receivers have kept or changed what was planned. */
  async #announced(): Promise<{ readonly plan: PlannedDelete; readonly updates: RuledUpdate[][] }> {
    const { operation, permanent } = this;
    let { found } = this.roots;
    for (;;) {
      const plan = await allowedPlan({ operation, permanent, kept: this.#kept }, found);
      const keptBefore = this.#kept.size;
      let matching = (await this.#announceDeletes(plan)) ? await this.#stillMatching(found) : found;
      if (this.#kept.size === keptBefore && matching.length === found.length) {
        const updates = await this.#announcedUpdates(plan);
        matching = this.#isUpdateHeard(plan) ? await this.#stillMatching(found) : found;
        if (matching.length === found.length) return { plan, updates };
      }
      found = matching;
    }
  }

  /** @returns whether receivers were called, of whatever class: they may change the caller's documents */
  async #announceDeletes(plan: PlannedDelete): Promise<boolean> {
    const { document } = this.roots;
    let isHeard = false;
    for (const [level, groups] of this.#levelsOf(plan).entries()) {
      for (const group of groups) {
        const [only] = group.documents;
        if (level === 0 && document && only) await this.#deletings.announceGiven(document, only.key);
        else if (this.#isLoaded(group)) isHeard = (await this.#deletings.announceGroup(group)) || isHeard;
        for (const each of group.documents)
          if (this.#deletings.find(each)?.deleting.isKept && !isSoft(each.schema)) this.#kept.add(each.key);
      }
    }
    return isHeard;
  }

  /** The documents of the caller that still match its filter. */
  async #stillMatching(found: readonly FoundDocument[]): Promise<readonly FoundDocument[]> {
    const { filter } = this.roots;
    if (!filter) return found;
    const matching = new Set<string>();
    for (const ids of inChunks(found.map(({ id }) => id))) {
      const query = { filter: narrowed({ _id: { $in: ids } }, filter), withDeleted: true };
      for (const { key } of await findIds(this.operation, this.operation.repository, query))
        matching.add(key);
    }
    return found.filter(({ key }) => matching.has(key));
  }

  /** Sends `preUpdate` for what `nullify` and `pull` will change. @returns the updates by level */
  async #announcedUpdates({ steps }: PlannedDelete): Promise<RuledUpdate[][]> {
    const updates: RuledUpdate[][] = [];
    for (const step of steps) {
      if (step.action === 'cascade') continue;
      for (const ids of inChunks(step.targetIds)) {
        const repository = this.operation.repository.ofSchema(step.rule.holder);
        const update = new RuledUpdate(this.#operationOn(repository), step, ids);
        await update.announce();
        (updates[step.level] ??= []).push(update);
      }
    }
    return updates;
  }

  /** Whether `preUpdate` has receivers for what `nullify` and `pull` change. */
  #isUpdateHeard({ steps }: PlannedDelete): boolean {
    const { bus } = this.operation.repository;
    return steps.some(
      ({ action, rule: { holder } }) =>
        action !== 'cascade' && bus.hasReceivers(preUpdate, holder.documentClass, 'now'),
    );
  }

  /** The deletes by level. */
  #deletesOf(plan: PlannedDelete): RuledWrite[][] {
    return this.#levelsOf(plan).map((groups) => groups.flatMap((group) => this.#deletesOfGroup(group)));
  }

  #deletesOfGroup(group: DeletedGroup): RuledWrite[] {
    const announced = group.documents.flatMap((each) => this.#deletings.find(each) ?? []);
    // Of those that are loaded, the others are gone.
    if (announced.length > 0 || this.#isLoaded(group)) return announced;
    const condition = group.by ? stillReferring(group.by) : group.filter;
    return inChunks(group.documents).map((chunk) => {
      const ids = chunk.map(({ schema, id }) => decodedId(schema, id));
      const filter = narrowed({ _id: { $in: chunk.map(({ id }) => id) } }, condition);
      return new UnseenDelete(this.#operationOn(group.repository), { filter: {}, ids }, filter);
    });
  }

  #isLoaded({ repository, by }: DeletedGroup): boolean {
    return (!by && this.roots.isLoaded === true) || isDeleteHeard(repository);
  }

  /** The documents to be deleted, by level. */
  #levelsOf({ documents, steps }: PlannedDelete): DeletedGroup[][] {
    const { repository } = this.operation;
    const levels: DeletedGroup[][] = [[{ repository, documents, filter: this.roots.filter }]];
    for (const { level, rule, action, targetIds, documents: found } of steps) {
      if (action !== 'cascade') continue;
      const holder = repository.ofSchema(rule.holder);
      const by = { rule, targetIds };
      (levels[level + 1] ??= []).push({ repository: holder, documents: found, filter: undefined, by });
    }
    return levels;
  }

  #operationOn(repository: RepositoryContext): Operation {
    const { origin, session, behaviours } = this.operation;
    const options = { ...(session && { session }), behaviours };
    const operation = new Operation(repository, origin, options, this.operation);
    this.#operations.push(operation);
    return operation;
  }
}

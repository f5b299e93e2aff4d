import { isSoft } from '../../schema/reference/reference-rules.js';
import type { ReferenceRule, ReferenceRules } from '../../schema/reference/reference-rules.js';
import type { Operation } from '../operation.js';
import { DeleteDeniedError, DeletePlanTooLargeError } from './delete-plan-errors.js';
import { denialsOf } from './planned-delete.js';
import type { FoundDocument, PlannedDelete, PlannedStep } from './planned-delete.js';
import { findReferring } from './find-referring.js';

/** The greatest number of documents that one plan may hold. */
export const planLimit = 100_000;

/** The circumstances of a planned delete. */
export interface Planning {
  readonly operation: Operation;
  readonly permanent: boolean;
  /** The keys of documents that receivers of `preDelete` keep, whatever their class. */
  readonly kept: ReadonlySet<string>;
}

/**
 * Finds everything that a delete of documents will do, level by level: one find for each reference to documents of a level. Cycles end, since
 * each document is deleted once.
 * @throws DeletePlanTooLargeError; DecodeError for a document of a class that the application does not know
 */
export async function planDelete(
  planning: Planning,
  documents: readonly FoundDocument[],
): Promise<PlannedDelete> {
  const { operation } = planning;
  const rules: ReferenceRules = operation.repository.registry.rulesOf(operation.repository.connection.name);
  const deleted = new Map(documents.map((each) => [each.key, each]));
  const remaining = new Remaining(planning, deleted.size);
  const steps: PlannedStep[] = [];
  let current: readonly FoundDocument[] = [...deleted.values()];
  for (let level = 0; current.length > 0; level++) {
    const next: FoundDocument[] = [];
    for (const rule of rules.all) {
      for (const [action, targets] of actionsOf(planning, rule, current)) {
        const targetIds = targets.map(({ id }) => id);
        const withDeleted = action === 'deny' ? false : action !== 'cascade' || planning.permanent;
        // Those that are deleted already come too, and must not displace others: one more than a plan holds is enough.
        const asked = { rule, targetIds, withDeleted, limit: planLimit + 1 };
        const found = await findReferring(operation, asked);
        const fresh = found.filter(({ key }) => !deleted.has(key));
        remaining.use(fresh.length);
        steps.push({ level, rule, action, targetIds, documents: fresh });
        if (action !== 'cascade') continue;
        for (const each of fresh) deleted.set(each.key, each);
        next.push(...fresh);
      }
    }
    current = next;
  }
  const isOther = ({ key }: FoundDocument): boolean => !deleted.has(key);
  // What is deleted anyway need not be updated, and cannot deny.
  const settled = steps.map((step) =>
    step.action === 'cascade' ? step : { ...step, documents: step.documents.filter(isOther) },
  );
  return { documents, steps: settled.filter((step) => step.documents.length > 0) };
}

/** Plans a delete that no reference denies. @throws DeleteDeniedError, and what `planDelete` throws */
export async function allowedPlan(
  planning: Planning,
  documents: readonly FoundDocument[],
): Promise<PlannedDelete> {
  const plan = await planDelete(planning, documents);
  const { repository, origin } = planning.operation;
  const denials = denialsOf(plan);
  if (denials.length > 0) throw new DeleteDeniedError(repository.name, origin, denials);
  return plan;
}

/** The documents of a level that a reference may refer to, by what it does then. */
function actionsOf(
  { permanent, kept }: Planning,
  { reference: { rules }, targets }: ReferenceRule,
  level: readonly FoundDocument[],
): Map<PlannedStep['action'], FoundDocument[]> {
  const actions = new Map<PlannedStep['action'], FoundDocument[]>();
  for (const each of level) {
    if (!targets.has(each.schema)) continue;
    const isKept = kept.has(each.key) || (isSoft(each.schema) && !permanent);
    const action = isKept ? rules.onSoftDelete : rules.onDelete;
    if (action === 'nothing') continue;
    const known = actions.get(action);
    if (known) known.push(each);
    else actions.set(action, [each]);
  }
  return actions;
}

/** Counts how many documents a plan may still hold. */
class Remaining {
  #count: number;

  constructor(
    private readonly planning: Planning,
    used: number,
  ) {
    this.#count = planLimit;
    this.use(used);
  }

  /** @throws DeletePlanTooLargeError */
  use(count: number): void {
    this.#count -= count;
    if (this.#count >= 0) return;
    const { origin, repository } = this.planning.operation;
    throw new DeletePlanTooLargeError(repository.name, origin, planLimit);
  }
}

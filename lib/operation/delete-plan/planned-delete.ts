import type { DeleteRule } from '../../schema/declare/delete-rule.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { ReferenceRule } from '../../schema/reference/reference-rules.js';
import { contentKey } from '../../value/equality/content-key.js';

/** A stored document that a plan has found. */
export interface FoundDocument {
  /** The schema of its own class. */
  readonly schema: RootSchema;
  /** As stored. */
  readonly id: unknown;
  /** Distinguishes it from all other documents of the connection. */
  readonly key: string;
}

export function foundDocument(schema: RootSchema, id: unknown): FoundDocument {
  return { schema, id, key: `${schema.collection} ${contentKey(id)}` };
}

/** The consequences of the deletes of one level for the documents with one reference. */
export interface PlannedStep {
  /** 0 for references to the documents that the caller deletes, and so on. */
  readonly level: number;
  readonly rule: ReferenceRule;
  readonly action: Exclude<DeleteRule, 'nothing'>;
  /** The stored ids of the targets that are deleted. */
  readonly targetIds: readonly unknown[];
  /** The documents that refer to them; of a cascade those that no step before has found. */
  readonly documents: readonly FoundDocument[];
}

/** Everything that a delete will do, found by reads only. */
export interface PlannedDelete {
  /** The documents that the caller deletes. */
  readonly documents: readonly FoundDocument[];
  /** Level by level. */
  readonly steps: readonly PlannedStep[];
}

/** The steps by which references refuse a delete. */
export function denialsOf({ steps }: PlannedDelete): readonly PlannedStep[] {
  return steps.filter(({ action }) => action === 'deny');
}

/** Joins the steps of one reference and rule at several levels. */
export function byReference(
  steps: readonly PlannedStep[],
): readonly (readonly [PlannedStep, ...PlannedStep[]])[] {
  const groups: [PlannedStep, ...PlannedStep[]][] = [];
  for (const step of steps) {
    const known = groups.find(([{ rule, action }]) => rule === step.rule && action === step.action);
    if (known) known.push(step);
    else groups.push([step]);
  }
  return groups;
}

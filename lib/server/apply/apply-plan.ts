import type { Connection } from '../../driver/connection.js';
import type { SchemaChange } from '../schema-change.js';
import type { SchemaPlan } from '../plan/schema-plan.js';
import { SchemaNotAppliedError } from '../schema-not-applied-error.js';
import { takeStep } from './take-step.js';

/**
 * Carries out changes of a plan, one after another. Changes that cannot be carried out are left.
 * @param isWanted which of the changes are carried out
 * @param onChange is called before each change
 * @returns the changes that were carried out
 * @throws SchemaNotAppliedError at the first change that fails, ShuttingDownError
 */
export async function applyPlan(
  connection: Connection,
  plan: SchemaPlan,
  isWanted: (change: SchemaChange) => boolean,
  onChange?: (change: SchemaChange) => void,
): Promise<SchemaChange[]> {
  const applied: SchemaChange[] = [];
  for (const change of plan.changes) {
    const steps = plan.stepsOf(change);
    if (steps.length === 0 || !isWanted(change)) continue;
    onChange?.(change);
    try {
      for (const step of steps) await takeStep(connection, step);
    } catch (error) {
      throw new SchemaNotAppliedError(connection.name, change, applied, error);
    }
    applied.push(change);
  }
  return applied;
}

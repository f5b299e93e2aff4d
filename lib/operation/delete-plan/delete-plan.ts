import type { DeletePlanRow } from './delete-plan-row.js';
import { deletePlanTable } from './delete-plan-table.js';

/** Everything that a delete would do by the delete rules of references, as the database is now. Immutable. */
export class DeletePlan {
  /** The documents that the caller deletes come first, then one row for each reference that acts. */
  readonly rows: readonly DeletePlanRow[];

  /** @internal Plans are made by repositories. */
  constructor(
    /** The class of the repository. */
    readonly documentName: string,
    rows: readonly DeletePlanRow[],
  ) {
    this.rows = Object.freeze(rows.map((row) => Object.freeze({ ...row, ids: Object.freeze([...row.ids]) })));
    Object.freeze(this);
  }

  /** Whether references with the rule `deny` would stop the delete. */
  get isDenied(): boolean {
    return this.rows.some(({ action }) => action === 'deny');
  }

  /** A table for people, without ids. */
  toString(): string {
    return deletePlanTable(this);
  }
}

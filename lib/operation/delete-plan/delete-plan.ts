import type { DeleteRule } from '../../schema/declare/delete-rule.js';
import { deletePlanTable } from './delete-plan-table.js';

/** The documents of one class that a delete would delete or change by one reference, or that deny it. Frozen. */
export interface DeletePlanRow {
  /** `delete` for the documents that the caller deletes, else the rule of the reference. */
  readonly action: 'delete' | Exclude<DeleteRule, 'nothing'>;
  /** The class of the documents: the one that declares the reference. */
  readonly documentName: string;
  /** The path of the reference; undefined for the documents that the caller deletes. */
  readonly property: string | undefined;
  /** How many documents it concerns. */
  readonly count: number;
  /** Their ids. */
  readonly ids: readonly unknown[];
}

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

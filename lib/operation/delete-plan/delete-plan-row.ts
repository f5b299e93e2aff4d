import type { DeleteRule } from '../../schema/declare/delete-rule.js';

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

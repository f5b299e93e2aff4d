import { DocumentsError } from '../../errors/documents-error.js';
import type { SignalOrigin } from '../../lifecycle/payloads.js';
import { byReference } from './planned-delete.js';
import type { PlannedStep } from './planned-delete.js';

/** A reference with the rule `deny` that stops a delete. */
export interface DeleteDenial {
  /** The class of the documents that refer. */
  readonly documentName: string;
  /** The path of the reference in it. */
  readonly property: string;
  /** How many documents refer to one that would be deleted. */
  readonly count: number;
}

/** References with the rule `deny` stop a delete: nothing was written, and no signal sent. */
export class DeleteDeniedError extends DocumentsError {
  readonly code = 'DELETE_DENIED';
  readonly outcome = 'notApplied';
  readonly documentName: string;
  readonly denials: readonly DeleteDenial[];

  constructor(documentName: string, origin: SignalOrigin, steps: readonly PlannedStep[]) {
    const denials = byReference(steps).map(toDenial);
    const list = denials.map(({ documentName: name, property, count }) => `${name}.${property} (${count})`);
    super({
      problem: `${origin} of ${documentName} was denied`,
      reason: `Other documents refer to what it would delete, by references with the rule 'deny': ${list.join(', ')}`,
      remedy: 'Delete or change these documents first; deletePlan shows all of them',
    });
    this.documentName = documentName;
    this.denials = Object.freeze(denials);
  }
}

function toDenial(steps: readonly [PlannedStep, ...PlannedStep[]]): DeleteDenial {
  const { holder, reference } = steps[0].rule;
  const keys = new Set(steps.flatMap(({ documents }) => documents.map(({ key }) => key)));
  return Object.freeze({ documentName: holder.name, property: reference.path, count: keys.size });
}

/** A delete would reach more documents by its rules than one plan may hold. Nothing was written, and no signal sent. */
export class DeletePlanTooLargeError extends DocumentsError {
  readonly code = 'DELETE_PLAN_TOO_LARGE';
  readonly outcome = 'notApplied';
  readonly documentName: string;
  readonly limit: number;

  constructor(documentName: string, origin: SignalOrigin, limit: number) {
    super({
      problem: `${origin} of ${documentName} would delete or update more than ${limit} documents`,
      reason: 'Delete rules of references act on them, and a delete is planned as a whole, in memory',
      remedy: 'Delete fewer documents at once, or first those that refer to them, in parts',
    });
    this.documentName = documentName;
    this.limit = limit;
  }
}

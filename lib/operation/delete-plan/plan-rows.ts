import { decodedId } from '../document-id.js';
import type { DeletePlanRow } from './delete-plan-row.js';
import type { FoundDocument, PlannedDelete, PlannedStep } from './planned-delete.js';
import { byReference } from './planned-delete.js';

/** The rows of a plan for people, one for each reference and rule, whatever the number of levels. */
export function planRows(documentName: string, { documents, steps }: PlannedDelete): DeletePlanRow[] {
  const own = { action: 'delete', documentName, property: undefined, ...documentsOf(documents) } as const;
  return [own, ...byReference(steps).map(rowOf)];
}

function rowOf(steps: readonly [PlannedStep, ...PlannedStep[]]): DeletePlanRow {
  const [{ action, rule }] = steps;
  const found = new Map(steps.flatMap(({ documents }) => documents.map((each) => [each.key, each])));
  return {
    ...{ action, documentName: rule.holder.name, property: rule.reference.path },
    ...documentsOf([...found.values()]),
  };
}

function documentsOf(documents: readonly FoundDocument[]): Pick<DeletePlanRow, 'count' | 'ids'> {
  return { count: documents.length, ids: documents.map(({ schema, id }) => decodedId(schema, id)) };
}

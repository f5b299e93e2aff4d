import type { DeletePlanRow } from './delete-plan-row.js';

/** A plan as a table: the rule, the reference, and the number of documents. */
export function deletePlanTable({
  documentName,
  rows,
}: {
  readonly documentName: string;
  readonly rows: readonly DeletePlanRow[];
}): string {
  const cells = rows.map(({ action, documentName: name, property, count }) => [
    action,
    property === undefined ? name : `${name}.${property}`,
    String(count),
  ]);
  const widthOf = (column: number): number => Math.max(...cells.map((row) => row[column]?.length ?? 0));
  const widths = [widthOf(0), widthOf(1), widthOf(2)] as const;
  const lines = cells.map(
    ([action = '', place = '', count = '']) =>
      `  ${action.padEnd(widths[0])}  ${place.padEnd(widths[1])}  ${count.padStart(widths[2])}`,
  );
  return [`Delete of ${documentName}: ${summaryOf(rows)}`, ...lines].join('\n');
}

function summaryOf(rows: readonly DeletePlanRow[]): string {
  if (rows.some(({ action }) => action === 'deny')) return 'denied';
  const sumOf = (...actions: string[]): number =>
    rows.filter(({ action }) => actions.includes(action)).reduce((sum, { count }) => sum + count, 0);
  const updated = sumOf('nullify', 'pull');
  return `${sumOf('delete', 'cascade')} to delete${updated > 0 ? `, ${updated} to update` : ''}`;
}

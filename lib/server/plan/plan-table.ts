import { shownText } from '../../errors/shown-name.js';
import type { SchemaChange, SchemaPlanJson } from '../schema-change.js';

/** A plan as a table: what is to be done, where, and why; remedies below. */
export function planTable({ connection, database, changes }: SchemaPlanJson): string {
  const title = `Connection "${connection}", database "${database}":`;
  if (changes.length === 0) return `${title} as declared`;
  const rows = changes.map(rowOf);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  const count = changes.length === 1 ? '1 difference' : `${changes.length} differences`;
  return [`${title} ${count}`, ...lines.map((line) => `  ${line}`), ...remediesOf(changes)].join('\n');
}

function rowOf(change: SchemaChange): string[] {
  const { kind, difference, collection, index, details } = change;
  const place = index === undefined ? collection : `${collection}.${index}`;
  return [difference, wordsOf(kind), shownText(place, 80), details.join(', ')];
}

/** `createIndex` → `create index` */
export function wordsOf(kind: string): string {
  return kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function remediesOf(changes: readonly SchemaChange[]): string[] {
  return changes.flatMap(({ collection, remedy }) =>
    remedy === undefined ? [] : [`  ${shownText(collection, 80)}: ${remedy}.`],
  );
}

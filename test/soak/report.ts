import type { Notices } from './expected/notices.js';
import type { Tally } from './world.js';

/** Formats the results of a soak as a table. */
export function toReport(
  tally: Tally,
  { listenerErrors: { veto, post, after } }: Pick<Notices, 'listenerErrors'>,
): string {
  const faults = [...tally.faults.values()].reduce((sum, count) => sum + count, 0);
  const rows: (readonly [string, number | string])[] = [
    ['transactions committed', tally.committed],
    ['transactions rolled back', tally.rolledBack],
    ...sorted(tally.reasons).map(([name, count]) => [`  by a ${name}`, count] as const),
    ['transactions of unknown outcome', tally.unknown],
    ['  of these committed, as the database shows', tally.unknownCommitted],
    ['attempts', tally.attempts],
    ['writes outside of transactions', tally.outside],
    ['  that failed by a fault', tally.failedOutside],
    ['documents written and committed', tally.writes],
    ['faults injected', faults],
    ...sorted(tally.faults).map(([name, count]) => [`  ${name}`, count] as const),
    ['commands', tally.commands],
    ['  that failed', tally.failedCommands],
    ['listener errors', veto + post + after],
    ['  vetoes', veto],
    ['  in the operation', post],
    ['  after the end', after],
    ['checks', tally.checks],
  ];
  const width = Math.max(...rows.map(([title]) => title.length));
  return rows.map(([title, value]) => `${title.padEnd(width)}  ${String(value).padStart(9)}`).join('\n');
}

function sorted(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([one], [other]) => one.localeCompare(other));
}

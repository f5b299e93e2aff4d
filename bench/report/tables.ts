import type { Circumstances } from './circumstances.js';
import { ours } from './result.js';
import type { WorkResult } from './result.js';

/** The result for people, in Markdown. */
export function toMarkdown(circumstances: Circumstances, results: readonly WorkResult[]): string {
  const byDriver = results.filter(({ libraries }) => libraries[0]?.library !== 'eventemitter2');
  const bySignals = results.filter((result) => !byDriver.includes(result));
  return [
    describe(circumstances),
    ...(byDriver.length > 0
      ? [
          'CPU time of the client, as a ratio to the driver; memory where documents are held',
          ratioTable(byDriver),
        ]
      : []),
    ...(bySignals.length > 0 ? ['CPU time of a signal', signalTable(bySignals)] : []),
  ].join('\n\n');
}

/** The line of what was measured, and where. */
export function describe({ date, server, node, cpu, load, versions }: Circumstances): string {
  const packages = Object.entries(versions).map(([name, version]) => `${titleOf(name)} ${version}`);
  return [
    `Server: ${server}. Node: ${node}. Machine: ${cpu}, load ${load} before the first work. Date: ${date}.`,
    `Versions: ${packages.join(', ')}.`,
  ].join('\n');
}

const columns = ['driver', 'papr', 'typeorm', 'mongoose', 'mikro-orm', ours];

function ratioTable(results: readonly WorkResult[]): string {
  const peers = columns.filter((name) =>
    results.some(({ libraries }) => libraries.some(({ library }) => library === name)),
  );
  return table(
    ['work', ...peers.map(titleOf), 'goal', ''],
    results.map((result) => [
      result.title,
      ...peers.map((peer) => {
        const found = result.libraries.find(({ library }) => library === peer);
        if (!found) return '';
        return found === result.libraries[0] ? amount(found.median, result) : factor(found.ratio);
      }),
      ...verdict(result),
    ]),
  );
}

function signalTable(results: readonly WorkResult[]): string {
  const cell = (result: WorkResult, name: string): string => {
    const found = result.libraries.find(({ library }) => library === name);
    return found ? amount(found.median, result) : '';
  };
  return table(
    ['work', 'EventEmitter2.emitAsync', ours, 'goal', ''],
    results.map((result) => [
      result.title,
      cell(result, 'eventemitter2'),
      cell(result, ours),
      ...verdict(result),
    ]),
  );
}

function verdict({ goal, isReached }: WorkResult): [goal: string, verdict: string] {
  if (!goal) return ['', ''];
  const bound = goal.of === 'ratio' ? goal.atMost.toFixed(2) : `${goal.atMost} µs`;
  return [`≤ ${bound}`, isReached === undefined ? '' : isReached ? 'ok' : 'missed'];
}

export function amount(value: number, { unit }: Pick<WorkResult, 'unit'>): string {
  if (unit === 'bytes') return `${Math.round(value).toLocaleString('en')} B`;
  if (value >= 1e6) return `${(value / 1e6).toPrecision(3)} s`;
  if (value >= 1e3) return `${(value / 1e3).toPrecision(3)} ms`;
  return `${value.toPrecision(3)} µs`;
}

export function factor(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(2);
}

const titles: Readonly<Record<string, string>> = {
  eventemitter2: 'EventEmitter2',
  'mikro-orm': 'MikroORM',
  typeorm: 'TypeORM',
};

export function titleOf(library: string): string {
  return titles[library] ?? library;
}

/** A table of Markdown with columns of even width, which reads well in a terminal too. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

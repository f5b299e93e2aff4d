import { RepositoryContexts } from '../../module/repository-contexts.js';
import { FeatureExplorer } from '../../module/feature-explorer.js';
import { getConnectionToken } from '../../module/tokens.js';
import type { Connection } from '../../driver/connection.js';
import { rebuildCounters } from '../../operation/derived/rebuild-counters.js';
import type { RebuiltCounter } from '../../operation/derived/rebuild-counters.js';
import type { RunningApplication } from '../application/run-in-application.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { tableLines } from '../output/table.js';
import { chosenSchemas } from './chosen-schemas.js';

export interface RebuildCountersCommandOptions {
  /** The name of the only connection. */
  readonly connection?: string;
  /** Whether nothing is corrected, and differences end it with another exit code. */
  readonly check?: boolean;
  /** The milliseconds between two looks at a difference. */
  readonly pause?: string;
}

/** Compares the counters of all documents with a fresh count and corrects them. @throws CommandError, and what `rebuildCounters` throws */
export async function rebuildAllCounters(
  { app }: RunningApplication,
  output: Output,
  { connection, check = false, pause }: RebuildCountersCommandOptions,
): Promise<ExitCode> {
  const features = app.get(FeatureExplorer, { strict: false });
  const contexts = app.get(RepositoryContexts, { strict: false });
  const options = { correct: !check, ...(pause !== undefined && { pause: Number(pause) }) };
  const rebuilt: (RebuiltCounter & { readonly connection: string })[] = [];
  for (const { connection: name } of chosenSchemas(app, connection)) {
    const opened = app.get<Connection>(getConnectionToken(name), { strict: false });
    const all = features.classesOf(name);
    // Those of a subclass are among those of its base class.
    for (const each of all.filter((one) => !all.some((base) => one.prototype instanceof base)))
      for (const counter of await rebuildCounters(contexts.contextFor(each, opened), options))
        rebuilt.push({ connection: name, ...counter });
  }
  if (output.isJson) await output.json({ counters: rebuilt });
  else await output.lines(linesOf(rebuilt, output));
  const isLeft = rebuilt.some(({ different, corrected }) => corrected < different);
  return isLeft ? exitCode.toDo : exitCode.done;
}

function linesOf(rebuilt: readonly RebuiltCounter[], { style }: Output): string[] {
  if (rebuilt.length === 0) return ['There are no counters.'];
  const rows = rebuilt.map(({ document, counter, checked, different, corrected }) => [
    `${document}.${counter}`,
    ...[checked, different, corrected].map(String),
  ]);
  const [header = '', ...lines] = tableLines([['counter', 'checked', 'different', 'corrected'], ...rows]);
  return [style.dim(header), ...lines];
}

import type { RunningApplication } from '../application/run-in-application.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { onlyMigrations } from './chosen-migrations.js';

interface ConnectionOption {
  readonly connection?: string;
}

/** Accepts files that do not fit the ledger. @throws CommandError, and the errors of `Migrations.accept` */
export async function acceptMigrations(
  { app }: RunningApplication,
  output: Output,
  { connection }: ConnectionOption,
  ids: readonly string[],
): Promise<ExitCode> {
  await onlyMigrations(app, connection).accept(ids);
  if (output.isJson) await output.json({ accepted: ids });
  else await output.lines(ids.map((id) => `accepted  ${id}`));
  return exitCode.done;
}

/** Takes over the ledger of migrate-mongo. @throws CommandError, and the errors of `Migrations.importLedger` */
export async function importLedger(
  { app }: RunningApplication,
  output: Output,
  { connection }: ConnectionOption,
  [from = 'changelog']: readonly string[],
): Promise<ExitCode> {
  const imported = await onlyMigrations(app, connection).importLedger({ from });
  if (output.isJson) await output.json({ imported });
  else if (imported.length === 0) await output.lines(['Nothing is new in that ledger.']);
  else await output.lines(imported.map((id) => `imported  ${id}`));
  return exitCode.done;
}

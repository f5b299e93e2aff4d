import type { MigrationStatus } from '../../migration/value/migration-status.js';
import type { RunningApplication } from '../application/run-in-application.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { chosenMigrations } from './chosen-migrations.js';

export interface StatusOptions {
  readonly connection?: string;
  /** Whether pending migrations end it with another exit code. */
  readonly check?: boolean;
}

/** Shows the migrations of each connection with their states. @throws CommandError, and the errors of `Migrations.status` */
export async function showMigrations(
  { app }: RunningApplication,
  output: Output,
  { connection, check = false }: StatusOptions,
): Promise<ExitCode> {
  const found: { readonly connection: string; readonly status: MigrationStatus }[] = [];
  for (const each of chosenMigrations(app, connection))
    found.push({ connection: each.connection, status: await each.migrations.status() });
  if (output.isJson) {
    const connections = found.map((each) => ({ connection: each.connection, ...each.status.toJSON() }));
    await output.json({ connections });
  } else {
    const title = (name: string): string[] => (found.length > 1 ? [`Connection "${name}":`] : []);
    await output.lines(found.flatMap((each) => [...title(each.connection), String(each.status)]));
  }
  return check && found.some(({ status }) => !status.isUpToDate) ? exitCode.toDo : exitCode.done;
}

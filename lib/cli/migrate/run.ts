import type { INestApplicationContext } from '@nestjs/common';
import type {
  MigrateDownOptions,
  MigrateUpOptions,
  MigrationRunOptions,
} from '../../migration/migration-options.js';
import type { Migrations } from '../../migration/migrations.js';
import type { MigrationReport } from '../../migration/value/migration-report.js';
import type { RunningApplication } from '../application/run-in-application.js';
import { CommandError } from '../command-error.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { ProgressBar } from '../output/progress-bar.js';
import { chosenMigrations, onlyMigrations } from './chosen-migrations.js';

/** Options of `migrate up`. */
export interface UpCommandOptions {
  readonly connection?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  /** False with `--no-wait`. */
  readonly wait?: boolean;
}

/** Options of `migrate down`. */
export interface DownCommandOptions extends UpCommandOptions {
  readonly steps?: string;
}

/** Applies the pending migrations of each connection. @throws CommandError, and the errors of `Migrations.up` */
export async function migrateUp(
  { app }: RunningApplication,
  output: Output,
  options: UpCommandOptions,
): Promise<ExitCode> {
  const { connection, to } = options;
  const chosen =
    to === undefined
      ? chosenMigrations(app, connection).map(({ migrations }) => migrations)
      : [onlyMigrations(app, connection)];
  const upOptions = (progress: MigrationRunOptions): MigrateUpOptions => ({
    ...progress,
    ...(to !== undefined && { to }),
  });
  return run(chosen, (migrations, common) => migrations.up(upOptions(common)), output, options);
}

/** Reverts migrations of one connection. @throws CommandError, and the errors of `Migrations.down` */
export async function migrateDown(
  { app }: RunningApplication,
  output: Output,
  options: DownCommandOptions,
): Promise<ExitCode> {
  const down = downOptions(app, options);
  return run(
    [down.migrations],
    (migrations, common) => migrations.down({ ...common, ...down.given }),
    output,
    options,
  );
}

function downOptions(
  app: INestApplicationContext,
  { connection, to, steps }: DownCommandOptions,
): { readonly migrations: Migrations; readonly given: MigrateDownOptions } {
  const given = { ...(to !== undefined && { to }), ...(steps !== undefined && { steps: numberOf(steps) }) };
  return { migrations: onlyMigrations(app, connection), given };
}

/** @throws CommandError */
function numberOf(steps: string): number {
  if (/^[1-9]\d{0,5}$/.test(steps)) return Number(steps);
  throw new CommandError({
    problem: 'Nothing was reverted',
    reason: '--steps is not a whole number from 1 on',
    remedy: 'Pass the number of migrations to revert, as in --steps 2',
  });
}

async function run(
  chosen: readonly Migrations[],
  work: (migrations: Migrations, common: MigrationRunOptions) => Promise<MigrationReport>,
  output: Output,
  { dryRun = false, wait = true }: UpCommandOptions,
): Promise<ExitCode> {
  const reports: MigrationReport[] = [];
  const bar = new ProgressBar(process.stderr);
  try {
    for (const migrations of chosen)
      reports.push(
        await work(migrations, {
          dryRun,
          whenLocked: wait ? 'wait' : 'return',
          onProgress: ({ migration, name, done, total }) => {
            bar.show(`${migration} ${name}`, done, total);
          },
        }),
      );
  } finally {
    bar.clear();
    // Also when one fails: its error says only what was done on its own connection.
    if (!output.isJson) await output.lines(reports.map(String));
  }
  if (output.isJson) await output.json({ reports });
  return reports.some(({ lockedBy }) => lockedBy) ? exitCode.toDo : exitCode.done;
}

import type { Command } from 'commander';
import { quietStart } from './application/quiet-start.js';
import { inApplication } from './command-definition.js';
import type { CommandDefinition } from './command-definition.js';
import { acceptMigrations, importLedger } from './migrate/correct-ledger.js';
import { createMigration } from './migrate/create.js';
import { migrateDown, migrateUp } from './migrate/run.js';
import { showMigrations } from './migrate/status.js';

const connection = ['--connection <name>', 'only this connection'] as const;
const dryRun = ['--dry-run', 'write nothing, and show what would be run'] as const;
const noWait = ['--no-wait', 'end with 1 if another process runs migrations, instead of waiting'] as const;

/** The commands of `migrate`. */
export const migrateCommands: readonly CommandDefinition[] = Object.freeze<CommandDefinition[]>([
  {
    add: (program) =>
      migrateOf(program)
        .command('up')
        .description('apply what is pending')
        .option('--to <id>', 'the last migration to apply')
        .option(...connection)
        .option(...dryRun)
        .option(...noWait),
    run: inApplication(quietStart, migrateUp),
  },
  {
    add: (program) =>
      migrateOf(program)
        .command('down')
        .description('revert the last migration')
        .option('--to <id>', 'revert all after this migration, which stays')
        .option('--steps <number>', 'how many to revert')
        .option(...connection)
        .option(...dryRun)
        .option(...noWait),
    run: inApplication(quietStart, migrateDown),
  },
  {
    add: (program) =>
      migrateOf(program)
        .command('status')
        .description('show which are applied')
        .option(...connection)
        .option('--check', 'end with 1 if one is pending, or does not fit the ledger'),
    run: inApplication(quietStart, showMigrations),
  },
  {
    add: (program) =>
      migrateOf(program)
        .command('create')
        .description('write the file of a new migration, named after the time')
        .argument('<name>', 'its purpose, as in add-status')
        .option('--directory <path>', 'default "migrations" in package.json, else src/migrations'),
    run: createMigration,
  },
  {
    add: (program) =>
      migrateOf(program)
        .command('accept')
        .description('accept files that have changed, or are missing, as they are')
        .argument('<ids...>')
        .option(...connection),
    run: inApplication(quietStart, acceptMigrations),
  },
  {
    add: (program) =>
      migrateOf(program)
        .command('import')
        .description('take over what migrate-mongo has applied')
        .argument('[collection]', 'its collection', 'changelog')
        .option(...connection),
    run: inApplication(quietStart, importLedger),
  },
]);

/** The group of these commands in a program. */
function migrateOf(program: Command): Command {
  return (
    program.commands.find((each) => each.name() === 'migrate') ??
    program.command('migrate').description('run the migrations of the application')
  );
}

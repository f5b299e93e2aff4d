import { quietStart, usualStart } from './application/quiet-start.js';
import { applySchemas } from './command/apply.js';
import { showDocuments } from './command/documents.js';
import { showListeners } from './command/listeners.js';
import { planSchemas } from './command/plan.js';
import { rebuildAllCounters } from './command/rebuild-counters.js';
import { seed } from './command/seed.js';
import { migrateCommands } from './migrate-commands.js';
import { inApplication } from './command-definition.js';
import type { CommandDefinition } from './command-definition.js';

const connection = ['--connection <name>', 'only this connection'] as const;
const document = ['--document <name>', 'only this document'] as const;

/** All commands, in the order of their help. */
export const commands: readonly CommandDefinition[] = Object.freeze<CommandDefinition[]>([
  {
    add: (program) =>
      program
        .command('plan')
        .description('compare the indexes, validators and options that classes declare with the database')
        .option(...connection)
        .option('--check', 'end with 1 if there is a difference'),
    run: inApplication(quietStart, planSchemas),
  },
  {
    add: (program) =>
      program
        .command('apply')
        .description(
          'make the database what the classes declare; ends with 1 if something is left to do by hand',
        )
        .option(...connection)
        .option('--drop', 'remove what no class declares, too')
        .option('--yes', 'remove it without asking'),
    run: inApplication(quietStart, applySchemas),
  },
  ...migrateCommands,
  {
    add: (program) =>
      program
        .command('seed')
        .description('run the seeds of the application, in the order of their names')
        .option('--only <names...>', 'only these')
        .option('--directory <path>', 'their folder; default "seeds" in package.json, else dist/seeds'),
    // Seeds store documents, so they meet the database as the application meets it.
    run: inApplication(usualStart, seed),
  },
  {
    add: (program) =>
      program
        .command('rebuild-counters')
        .description('compare the counters of documents with a fresh count, and correct them')
        .option(...connection)
        .option('--check', 'correct nothing, and end with 1 if there is a difference')
        .option('--pause <milliseconds>', 'the time between two looks at a difference; default 1000'),
    run: inApplication(quietStart, rebuildAllCounters),
  },
  {
    add: (program) =>
      program
        .command('documents')
        .description('show the document classes with their collections, fields and indexes')
        .option(...document),
    run: inApplication(quietStart, showDocuments),
  },
  {
    add: (program) =>
      program
        .command('listeners')
        .description('show the receivers of each signal in the order of their calls')
        .option(...document),
    run: inApplication(quietStart, showListeners),
  },
]);

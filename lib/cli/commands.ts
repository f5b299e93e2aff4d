import type { Command } from 'commander';
import type { ApplicationStart, RunningApplication } from './application/run-in-application.js';
import { withoutPolicies } from './application/without-policies.js';
import { applySchemas } from './command/apply.js';
import { showDocuments } from './command/documents.js';
import { showListeners } from './command/listeners.js';
import { planSchemas } from './command/plan.js';
import { seed } from './command/seed.js';
import type { ExitCode } from './exit-code.js';
import type { Output } from './output/output.js';

/** One command. */
export interface CommandDefinition {
  /** Adds it to a program or a command, with its own options. */
  readonly add: (program: Command) => Command;
  /** Does what it is for. Its options are those that it declares. */
  readonly work: (
    application: RunningApplication,
    output: Output,
    options: object,
    parameters: readonly string[],
  ) => Promise<ExitCode>;
  readonly startOf: ApplicationStart;
}

const connection = ['--connection <name>', 'only this connection'] as const;
const document = ['--document <name>', 'only this document'] as const;

/** All commands, in the order of their help. */
export const commands: readonly CommandDefinition[] = Object.freeze([
  {
    add: (program) =>
      program
        .command('plan')
        .description('compare the indexes, validators and options that classes declare with the database')
        .option(...connection)
        .option('--check', 'end with 1 if there is a difference'),
    work: planSchemas,
    startOf: withoutPolicies,
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
    work: applySchemas,
    startOf: withoutPolicies,
  },
  {
    add: (program) =>
      program
        .command('seed')
        .description('run the seeds of the application, in the order of their names')
        .option('--only <names...>', 'only these')
        .option('--directory <path>', 'their folder; default "seeds" in package.json, else dist/seeds'),
    work: seed,
    // Seeds store documents, so they meet the database as the application meets it.
    startOf: (root) => root,
  },
  {
    add: (program) =>
      program
        .command('documents')
        .description('show the document classes with their collections, fields and indexes')
        .option(...document),
    work: showDocuments,
    startOf: withoutPolicies,
  },
  {
    add: (program) =>
      program
        .command('listeners')
        .description('show the receivers of each signal in the order of their calls')
        .option(...document),
    work: showListeners,
    startOf: withoutPolicies,
  },
] satisfies readonly CommandDefinition[]);

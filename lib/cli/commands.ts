import type { Command } from 'commander';
import type { RunningApplication } from './application/run-in-application.js';
import { showDocuments } from './command/documents.js';
import { showListeners } from './command/listeners.js';
import { seed } from './command/seed.js';
import type { ExitCode } from './exit-code.js';
import type { Output } from './output/output.js';

/** Does what a command is for. Its options are those that it declares. */
type CommandWork = (
  application: RunningApplication,
  output: Output,
  options: object,
  parameters: readonly string[],
) => Promise<ExitCode>;

/** Adds the commands to the program. @param define gives a command the options that all have, and its work */
export function addCommands(program: Command, define: (command: Command, work: CommandWork) => void): void {
  define(
    program
      .command('documents')
      .description('show the document classes with their collections and fields')
      .option('--document <name>', 'only this document'),
    showDocuments,
  );
  define(
    program
      .command('listeners')
      .description('show the receivers of each signal in the order of their calls')
      .option('--document <name>', 'only of this document'),
    showListeners,
  );
  define(
    program
      .command('seed')
      .description('run the seeds of the application, in the order of their names')
      .option('--only <names...>', 'only these')
      .option('--directory <path>', 'their folder; default "seeds" in package.json, else dist/seeds'),
    seed,
  );
}

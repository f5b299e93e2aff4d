import type { Command } from 'commander';
import { runInApplication } from './application/run-in-application.js';
import type {
  ApplicationOptions,
  ApplicationStart,
  RunningApplication,
} from './application/run-in-application.js';
import type { ExitCode } from './exit-code.js';
import type { Output } from './output/output.js';

/** Options that every command has. */
export type CommonOptions = ApplicationOptions & { readonly json?: boolean };

/** One command. */
export interface CommandDefinition {
  /** Adds it to the program, with its own options. */
  readonly add: (program: Command) => Command;
  /** Does what it is for. @param options the common ones and its own @param parameters the arguments besides options */
  readonly run: (output: Output, options: object, parameters: readonly string[]) => Promise<ExitCode>;
}

/** Does what a command is for in the application that it is for. @param startOf gives the module to start, from the root module */
export function inApplication(
  startOf: ApplicationStart,
  work: (
    application: RunningApplication,
    output: Output,
    options: object,
    parameters: readonly string[],
  ) => Promise<ExitCode>,
): CommandDefinition['run'] {
  return (output, options, parameters) =>
    runInApplication(options, startOf, (application) => work(application, output, options, parameters));
}

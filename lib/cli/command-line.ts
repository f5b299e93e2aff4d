import { Command, CommanderError } from 'commander';
import { commands } from './commands.js';
import type { CommandDefinition, CommonOptions } from './command-definition.js';
import { exitCode } from './exit-code.js';
import type { ExitCode } from './exit-code.js';
import { Output } from './output/output.js';
import type { OutputStream } from './output/output.js';
import { printError } from './print-error.js';

/** The surroundings of one run of the command line. */
export interface CommandLineStreams {
  readonly output: OutputStream;
  readonly errors: OutputStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const exitCodes = `
Exit codes: 0 done, or nothing to do; 1 something is left to do; 2 failed.
The application is started without listening, and closed afterwards. What it logs goes to the error output.`;

/** Parses the arguments of one command and runs it. @returns the exit code; errors are printed */
export async function runCommandLine(
  parameters: readonly string[],
  version: string,
  streams: CommandLineStreams,
): Promise<ExitCode> {
  let code: ExitCode = exitCode.done;
  const program = new Command('nestjs-documents')
    .description('What the document classes of an application declare, and their database')
    .version(version)
    .addHelpText('after', exitCodes)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void streams.output.write(text),
      writeErr: (text) => void streams.errors.write(text),
    });
  for (const { add, run } of commands)
    withCommonOptions(add(program)).action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      code = await runCommand(run, command.opts<CommonOptions>(), command.args, streams);
    });
  try {
    await program.parseAsync(parameters, { from: 'user' });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return exitCode.done;
    // Its own text is printed already.
    if (isJson(parameters))
      await new Output(streams.output, streams.environment, true).json({ error: usageError(error) });
    return exitCode.failed;
  }
}

/** Whether arguments ask for JSON, also where they cannot be parsed. */
export function isJson(parameters: readonly string[]): boolean {
  return parameters.includes('--json');
}

function usageError({ message }: CommanderError): object {
  const problem = message.replace(/^error: /, '');
  return { code: 'COMMAND_FAILED', problem, reason: null, remedy: 'See --help' };
}

function withCommonOptions(command: Command): Command {
  return command
    .option(
      '--module <path>',
      'file of the root module, perhaps with # and its export: dist/app.module.js#AppModule',
    )
    .option('--json', 'print JSON, for programs')
    .option('--verbose', 'show everything that the application logs');
}

async function runCommand(
  run: CommandDefinition['run'],
  options: CommonOptions,
  parameters: readonly string[],
  { output: stream, errors, environment }: CommandLineStreams,
): Promise<ExitCode> {
  const output = new Output(stream, environment, options.json ?? false);
  try {
    return await run(output, options, parameters);
  } catch (error) {
    await printError(error, new Output(errors, environment, false), output);
    return exitCode.failed;
  }
}

import { describeError } from '../errors/describe-error.js';
import { DocumentsError } from '../errors/documents-error.js';
import { CommandError } from './command-error.js';
import type { Output } from './output/output.js';

/** Prints why a command failed: our errors in three parts, others with their stack; for a program also on the output. */
export async function printError(error: unknown, errors: Output, output: Output): Promise<void> {
  const parts = error instanceof CommandError || error instanceof DocumentsError ? error : undefined;
  const code = error instanceof DocumentsError ? error.code : 'COMMAND_FAILED';
  const { red, dim } = errors.style;
  if (parts) {
    await errors.lines([
      `${red('Error:')} ${parts.problem}${error instanceof DocumentsError ? dim(` (${code})`) : ''}`,
      `Why: ${parts.reason}`,
      `What to do: ${parts.remedy}`,
    ]);
  } else await errors.lines([`${red('Error:')} ${describeError(error)}`]);
  if (!output.isJson) return;
  const { problem = 'The application failed', reason = null, remedy = null } = parts ?? {};
  await output.json({ error: { code, problem, reason, remedy } });
}

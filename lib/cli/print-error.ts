import { describeError } from '../errors/describe-error.js';
import { DocumentsError } from '../errors/documents-error.js';
import type { ErrorParts } from '../errors/documents-error.js';
import { CommandError } from './command-error.js';
import type { Output } from './output/output.js';

/** How many causes of causes are printed. */
const deepest = 4;

/** Prints why a command failed: our errors in three parts, others with their stack; for a program also on the output. */
export async function printError(error: unknown, errors: Output, output: Output): Promise<void> {
  await errors.lines(linesOf(error, errors, `${errors.style.red('Error:')} `, 0));
  if (!output.isJson) return;
  const { problem = 'The application failed', reason = null, remedy = null } = partsOf(error) ?? {};
  await output.json({ error: { code: codeOf(error) ?? 'COMMAND_FAILED', problem, reason, remedy } });
}

function linesOf(error: unknown, errors: Output, title: string, depth: number): string[] {
  const parts = partsOf(error);
  if (!parts) return [`${title}${describeError(error)}`];
  const code = codeOf(error);
  const { cause } = error as { readonly cause?: unknown };
  return [
    `${title}${parts.problem}${code === undefined ? '' : errors.style.dim(` (${code})`)}`,
    `Why: ${parts.reason}`,
    `What to do: ${parts.remedy}`,
    ...(cause === undefined || depth === deepest ? [] : linesOf(cause, errors, 'Cause: ', depth + 1)),
  ];
}

function partsOf(error: unknown): ErrorParts | undefined {
  return error instanceof CommandError || error instanceof DocumentsError ? error : undefined;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof DocumentsError ? error.code : undefined;
}

import { DocumentNotFoundError, DocumentsError, StaleDocumentError } from 'nestjs-documents';
import { foreignParts } from './foreign-parts.js';
import type { InjectionWorld } from './injection-world.js';
import type { Payload } from './corpus/payload.js';
import type { Position } from './positions.js';

/** Puts a payload in its position. @returns what should not be: empty if it was refused, or taken as data */
export async function attempt(
  world: InjectionWorld,
  position: Position,
  payload: Payload,
): Promise<string[]> {
  const given = payload.make();
  if (!(position.takes?.(given, payload.isPath ?? false) ?? !payload.isPath)) return [];
  const prepared = await position.prepare?.(world);
  world.sent.length = world.received.length = 0;
  const mayMatch = position.mayMatch?.(given) ?? false;
  const problems: string[] = [];
  try {
    const result: unknown = await position.call(world, given, prepared);
    if (!mayMatch && revealsCanary(result))
      problems.push('matched a document that only an operator can match');
  } catch (error) {
    if (!(error instanceof DocumentsError)) problems.push(`threw ${nameOf(error)}`);
    // An id that no document has is data, and so is a holder without a lease.
    else if (
      world.received.length > 0 &&
      !(error instanceof DocumentNotFoundError) &&
      !(error instanceof StaleDocumentError && error.conflict === 'lease-lost')
    )
      problems.push(`threw ${error.code} after commands were sent`);
  }
  if (world.sent.length !== world.received.length) problems.push('sent something that was not logged');
  for (const command of [...world.sent, ...world.received]) {
    const foreign = foreignParts(command);
    if (foreign.length > 0)
      problems.push(`sent ${Object.keys(command)[0]} with ${foreign.join(', ').slice(0, 100)}`);
  }
  return problems;
}

function revealsCanary(result: unknown): boolean {
  if (Array.isArray(result)) return result.some(revealsCanary);
  if (typeof result === 'object' && result !== null)
    return (result as { name?: unknown }).name === 'the canary';
  return typeof result === 'number' ? result > 0 : result === true;
}

function nameOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.slice(0, 120)}` : typeof error;
}

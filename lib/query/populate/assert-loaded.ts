import type { ShownParts } from '../../codec/shown-parts.js';
import type { RootSchema, TargetSchema } from '../../schema/document-schema.js';
import { InvalidQueryError } from '../query-errors.js';
import type { PopulateStep } from './populate-steps.js';

/**
 * Checks that a selection has the fields with the ids by which properties are filled.
 * @throws InvalidQueryError
 */
export function assertReferencesShown(
  { name }: RootSchema,
  steps: readonly PopulateStep[],
  shown: ShownParts | undefined,
): void {
  for (const { holders, target } of steps) {
    if (target.kind === 'belongsTo')
      assertShown(name, target, [...holders.map((each) => each.name), target.reference], shown);
  }
}

/**
 * Checks that a selection of plain objects has the id, if others refer to it; documents have it always.
 * @throws InvalidQueryError
 */
export function assertIdShown(
  { name, id }: RootSchema,
  steps: readonly PopulateStep[],
  shown: ShownParts | undefined,
): void {
  for (const { target } of steps)
    if (target.kind !== 'belongsTo') assertShown(name, target, [id.field.name], shown);
}

function assertShown(
  documentName: string,
  { name }: TargetSchema,
  path: readonly string[],
  shown: ShownParts | undefined,
): void {
  if (!shown || isShown(shown, path)) return;
  throw new InvalidQueryError(
    documentName,
    `It populates ${name}, but does not load ${path.join('.')}, which holds the ids`,
    `Select ${path.join('.')} too, or do not populate ${name}`,
  );
}

function isShown(shown: ShownParts, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const part = shown.shows(name);
  return typeof part === 'object' ? isShown(part, rest) : part;
}

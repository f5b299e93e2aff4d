import type { ShownParts } from '../../codec/shown-parts.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { InvalidQueryError } from '../query-errors.js';
import type { PopulateStep } from './populate-steps.js';

/**
 * Checks that a selection has the ids by which properties are filled.
 * @throws InvalidQueryError
 */
export function assertReferencesShown(
  {
    name: documentName,
    id: {
      field: { name: idName },
    },
  }: RootSchema,
  steps: readonly PopulateStep[],
  shown: ShownParts | undefined,
): void {
  for (const { holders, target } of steps) {
    const field = target.kind === 'belongsTo' ? target.reference : idName;
    const names = [...holders.map(({ name }) => name), field];
    if (!shown || isShown(shown, names)) continue;
    throw new InvalidQueryError(
      documentName,
      `It populates ${target.name}, but does not load ${names.join('.')}, which holds the ids`,
      `Select ${names.join('.')} too, or do not populate ${target.name}`,
    );
  }
}

function isShown(shown: ShownParts, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  const part = shown.shows(name);
  return typeof part === 'object' ? isShown(part, rest) : part;
}

import { isShownPath } from '../../errors/shown-name.js';
import type { DocumentSchema, FieldSchema, RootSchema, TargetSchema } from '../../schema/document-schema.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import { findReference } from '../../schema/reference/reference-path.js';
import type { ReferencePath } from '../../schema/reference/reference-path.js';
import { heldSchema } from '../../schema/type-contents.js';
import { describeValue } from '../../value/describe-value.js';
import { InvalidQueryError } from '../query-errors.js';

/** A property to be filled, in all documents of one class that are at hand. */
export interface PopulateStep {
  /** The names of the embedded documents between a document and the one with the property; lists and maps are entered. */
  readonly holders: readonly string[];
  /** The schema of the document with the property. */
  readonly holder: DocumentSchema;
  readonly target: TargetSchema;
  /** The schema of the documents that fill it. */
  readonly schema: RootSchema;
  /** The field with the ids, and the path to it: in the holder, or, for `hasMany` and `hasOne`, in the documents that fill it. */
  readonly reference: ReferencePath;
  /** The properties to be filled in those documents. */
  readonly below: readonly PopulateStep[];
}

/** The greatest number of properties in one path, and of paths in one call. Data from a request must not load a whole database. */
export const populateLimits = Object.freeze({ depth: 8, paths: 100 });

/**
 * Adds paths to the steps of a query. Paths that begin alike share steps.
 * @throws InvalidQueryError for a path that does not lead to a property with `@BelongsTo`, `@HasMany` or `@HasOne`
 */
export function addSteps(
  schema: RootSchema,
  before: readonly PopulateStep[],
  paths: readonly string[],
): readonly PopulateStep[] {
  if (!Array.isArray(paths) || paths.length > populateLimits.paths) {
    throw new InvalidQueryError(
      schema.name,
      `populate was given ${Array.isArray(paths) ? 'too many paths' : describeValue(paths)}`,
      `Pass up to ${populateLimits.paths} paths`,
    );
  }
  return paths.reduce<readonly PopulateStep[]>((steps, path) => withPath(schema, steps, path), before);
}

function withPath(
  schema: RootSchema,
  steps: readonly PopulateStep[],
  path: unknown,
): readonly PopulateStep[] {
  const found = typeof path === 'string' ? findSteps(schema, path.split('.')) : undefined;
  if (found && found.length > populateLimits.depth) {
    throw new InvalidQueryError(
      schema.name,
      `populate was given a path of ${found.length} properties`,
      `Populate up to ${populateLimits.depth} of them, and the others afterwards: populate(documents, …)`,
    );
  }
  if (found) return merged(steps, found);
  throw new InvalidQueryError(
    schema.name,
    `populate was given ${isShownPath(path) ? `"${path}"` : 'a path'}, which does not lead to a property with @BelongsTo(), @HasMany() or @HasOne()`,
    `Use their names, joined by dots; ${schema.name} has ${[...schema.targets.keys()].join(', ') || 'none itself'}`,
  );
}

type LoneStep = Omit<PopulateStep, 'below'>;

/** The steps of one path, the outermost first; undefined if it leads elsewhere. */
function findSteps(start: RootSchema, names: readonly string[]): LoneStep[] | undefined {
  const steps: LoneStep[] = [];
  let schema: DocumentSchema = start;
  let holders: string[] = [];
  for (const name of names) {
    const target: TargetSchema | undefined = schema.targets.get(name);
    if (target) {
      const step = stepOf(schema, holders, target);
      steps.push(step);
      [schema, holders] = [step.schema, []];
      continue;
    }
    const field: FieldSchema | undefined = schema.fieldsByName.get(name);
    const held = field && heldSchema(field.type);
    if (!held) return undefined;
    holders.push(name);
    schema = held;
  }
  return holders.length === 0 ? steps : undefined;
}

function stepOf(holder: DocumentSchema, holders: readonly string[], target: TargetSchema): LoneStep {
  const schema = schemaOf(target.documentClass);
  const isOwn = target.kind === 'belongsTo';
  const reference = isOwn
    ? ownReference(holder, target)
    : (findReference(schema, target.reference) as ReferencePath);
  return { holders, holder, target, schema, reference };
}

function ownReference({ fieldsByName }: DocumentSchema, { reference }: TargetSchema): ReferencePath {
  const field = fieldsByName.get(reference) as FieldSchema;
  return { field, names: [field.name], keyPath: field.key };
}

function merged(
  steps: readonly PopulateStep[],
  [first, ...rest]: readonly LoneStep[],
): readonly PopulateStep[] {
  if (!first) return steps;
  const known = steps.find(
    (each) => each.target === first.target && each.holders.join() === first.holders.join(),
  );
  const step = { ...first, ...known, below: merged(known?.below ?? [], rest) };
  return known ? steps.map((each) => (each === known ? step : each)) : [...steps, step];
}

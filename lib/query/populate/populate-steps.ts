import type { DocumentRegistry } from '../../schema/document-registry.js';
import type { DocumentSchema, FieldSchema, RootSchema, TargetSchema } from '../../schema/document-schema.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import { findReference } from '../../schema/reference/reference-path.js';
import type { ReferencePath } from '../../schema/reference/reference-path.js';
import { heldSchema } from '../../schema/type-contents.js';
import { InvalidQueryError } from '../query-errors.js';
import { populateLimits, readPaths, unknownPath } from './populate-paths.js';
import type { GivenPath } from './populate-paths.js';
import { compileStepOptions } from './step-options.js';
import type { StepOptions } from './step-options.js';

/** A property to be filled, in all documents of one class that are at hand. */
export interface PopulateStep {
  /** The fields with the embedded documents between a document and the one with the property; lists and maps are entered. */
  readonly holders: readonly FieldSchema[];
  /** The schema of the document with the property. */
  readonly holder: DocumentSchema;
  readonly target: TargetSchema;
  /** The schema of the documents that fill it. */
  readonly schema: RootSchema;
  /** The field with the ids, and the path to it: in the holder, or, for `hasMany` and `hasOne`, in the documents that fill it. */
  readonly reference: ReferencePath;
  readonly options: StepOptions;
  /** The properties to be filled in those documents. */
  readonly below: readonly PopulateStep[];
}

/**
 * Adds paths to the steps of a query. Paths that begin alike share steps; options replace those that a path had before.
 * @param given a list of paths, or an object that has options for each
 * @throws InvalidQueryError for a path that does not lead to a property with `@BelongsTo`, `@HasMany` or `@HasOne`, and for options that do
 * not fit; UnknownPathError, InvalidFilterError, OperatorNotAllowedError
 */
export function addSteps(
  schema: RootSchema,
  registry: DocumentRegistry,
  before: readonly PopulateStep[],
  given: unknown,
): readonly PopulateStep[] {
  return readPaths(schema, given).reduce(
    (steps, path) => merged(steps, stepsOf(schema, registry, path)),
    before,
  );
}

/** The steps of one path, the outermost first; its options belong to the last one. */
function stepsOf(schema: RootSchema, registry: DocumentRegistry, { names, options }: GivenPath): LoneStep[] {
  const steps = findSteps(schema, names);
  const last = steps?.at(-1);
  if (!steps || !last) throw unknownPath(schema, names.join('.'));
  if (steps.length > populateLimits.depth) {
    throw new InvalidQueryError(
      schema.name,
      `populate was given a path of ${steps.length} properties`,
      `Populate up to ${populateLimits.depth} of them, and the others afterwards: populate(documents, …)`,
    );
  }
  if (options === undefined) return steps;
  return [...steps.slice(0, -1), { ...last, options: compileStepOptions(last, registry, options) }];
}

/** A step without those below; without options if none were given. */
type LoneStep = Omit<PopulateStep, 'below' | 'options'> & Partial<Pick<PopulateStep, 'options'>>;

/** The steps of one path, the outermost first; undefined if it leads elsewhere. */
function findSteps(start: RootSchema, names: readonly string[]): LoneStep[] | undefined {
  const steps: LoneStep[] = [];
  let schema: DocumentSchema = start;
  let holders: FieldSchema[] = [];
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
    holders.push(field);
    schema = held;
  }
  return holders.length === 0 ? steps : undefined;
}

function stepOf(holder: DocumentSchema, holders: readonly FieldSchema[], target: TargetSchema): LoneStep {
  const schema = schemaOf(target.documentClass);
  const isOwn = target.kind === 'belongsTo';
  const reference = isOwn
    ? ownReference(holder, target)
    : (findReference(schema, target.reference) as ReferencePath);
  return { holders, holder, target, schema, reference };
}

function ownReference({ fieldsByName }: DocumentSchema, { reference }: TargetSchema): ReferencePath {
  const field = fieldsByName.get(reference) as FieldSchema;
  return { field, fields: [field], keyPath: field.key };
}

function merged(
  steps: readonly PopulateStep[],
  [first, ...rest]: readonly LoneStep[],
): readonly PopulateStep[] {
  if (!first) return steps;
  const known = steps.find((each) => each.target === first.target && isSame(each.holders, first.holders));
  const options = first.options ?? known?.options ?? {};
  const step = { ...first, options, below: merged(known?.below ?? [], rest) };
  return known ? steps.map((each) => (each === known ? step : each)) : [...steps, step];
}

function isSame(a: readonly FieldSchema[], b: readonly FieldSchema[]): boolean {
  return a.length === b.length && a.every((field, index) => field === b[index]);
}

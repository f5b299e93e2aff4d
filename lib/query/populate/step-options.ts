import type { DocumentRegistry } from '../../schema/document-registry.js';
import type { RootSchema, TargetSchema } from '../../schema/document-schema.js';
import type { ReferencePath } from '../../schema/reference/reference-path.js';
import { describeValue } from '../../value/describe-value.js';
import { isPlainObject } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { compileFilter } from '../compile-filter.js';
import { compileSelection } from '../compile-selection.js';
import type { Selection } from '../compile-selection.js';
import { compileSort } from '../compile-sort.js';
import { nearNode } from '../geo/near.js';
import { holdsOperator } from '../holds-operator.js';
import { InvalidQueryError } from '../query-errors.js';

/** The options of a step, in the server's form. */
export interface StepOptions {
  readonly selection?: Selection;
  readonly filter?: Plain;
  readonly sort?: ReadonlyMap<string, 1 | -1>;
  readonly limit?: number;
  readonly withDeleted?: boolean;
  readonly onMissing?: 'throw' | ((ids: readonly unknown[]) => void | Promise<void>);
}

/** The property whose options they are. */
interface Property {
  readonly target: TargetSchema;
  readonly schema: RootSchema;
  readonly reference: ReferencePath;
}

/** @throws InvalidQueryError, UnknownPathError, InvalidFilterError, OperatorNotAllowedError */
export function compileStepOptions(
  property: Property,
  registry: DocumentRegistry,
  options: unknown,
): StepOptions {
  if (!isPlainObject(options))
    throw refused(property, `are ${describeValue(options)} and not an object`, 'Pass an object, or true');
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const compiled = given.map(([name, value]) => {
    const compile = Object.hasOwn(compilers, name) ? compilers[name] : undefined;
    if (!compile)
      throw refused(property, 'have one that there is not', `Use ${Object.keys(compilers).join(', ')}`);
    return compile(property, value, registry);
  });
  return Object.assign({}, ...compiled) as StepOptions;
}

type OptionCompiler = (property: Property, value: unknown, registry: DocumentRegistry) => StepOptions;

const compilers: Readonly<Record<string, OptionCompiler>> = Object.freeze({
  select: (property, paths, registry) => {
    if (!Array.isArray(paths))
      throw refused(property, `have ${describeValue(paths)} as select`, 'Pass a list of paths');
    const { schema, target, reference } = property;
    // Without the reference back nobody knows whose they are.
    const back = target.kind === 'belongsTo' ? [] : [reference.fields.map(({ name }) => name).join('.')];
    const family = registry.family(schema);
    return { selection: compileSelection(schema, family, [...(paths as string[]), ...back]) };
  },
  filter: (property, filter) => {
    const compiled = compileFilter(property.schema, filter);
    if (holdsOperator(compiled, nearNode))
      throw refused(property, 'have near(...), which sorts by distance', 'Use withinCircle(...)');
    return { filter: compiled };
  },
  sort: (property, sort) => {
    if (!isList(property) && property.target.kind !== 'hasOne')
      throw refused(property, 'have a sort, and it holds no list', 'Leave it out');
    return { sort: compileSort(property.schema, sort) };
  },
  limit: (property, limit) => {
    if (!isList(property)) throw refused(property, 'have a limit, and it holds no list', 'Leave it out');
    if (!Number.isSafeInteger(limit) || (limit as number) < 1)
      throw refused(
        property,
        'have a limit that is not a whole number of at least 1',
        'Check the number first',
      );
    return { limit: limit as number };
  },
  withDeleted: (property, withDeleted) => {
    if (typeof withDeleted !== 'boolean')
      throw refused(property, `have ${describeValue(withDeleted)} as withDeleted`, 'Pass true or false');
    return { withDeleted };
  },
  onMissing: (property, onMissing) => {
    if (property.target.kind !== 'belongsTo')
      throw refused(property, 'have onMissing, and it has no ids that could be missing', 'Leave it out');
    if (onMissing !== 'throw' && typeof onMissing !== 'function')
      throw refused(property, `have ${describeValue(onMissing)} as onMissing`, `Pass 'throw' or a function`);
    return { onMissing: onMissing as 'throw' };
  },
});

/** Whether the property holds a list of documents. */
function isList({ target, reference }: Property): boolean {
  return target.kind === 'hasMany' || (target.kind === 'belongsTo' && reference.field.type.kind === 'array');
}

function refused({ target, schema }: Property, reason: string, remedy: string): InvalidQueryError {
  return new InvalidQueryError(schema.name, `The options for populating ${target.name} ${reason}`, remedy);
}

import type { DocumentClass } from '../declare/class-record.js';
import type { DeleteRules } from '../declare/delete-rule.js';
import type { DocumentSchema, FieldSchema, FieldType, RootSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { heldSchema } from '../type-contents.js';

/** A reference with delete rules, at its place in the documents of a class. */
export interface RuledReference {
  readonly target: DocumentClass;
  readonly rules: DeleteRules;
  /** The fields on the way to it, from the outermost one. */
  readonly fields: readonly FieldSchema[];
  /** Its path by names. */
  readonly path: string;
  /** Its path in MongoDB. */
  readonly keyPath: string;
}

const found = new WeakMap<RootSchema, readonly RuledReference[]>();

/**
 * The references with delete rules in documents of a class, those in embedded documents included.
 * @throws InvalidSchemaError for one at a place without an end, or that no filter finds
 */
export function ruledReferences(schema: RootSchema): readonly RuledReference[] {
  let references = found.get(schema);
  if (!references) found.set(schema, (references = Object.freeze(collect(schema, schema, [], []))));
  return references;
}

function collect(
  root: RootSchema,
  holder: DocumentSchema,
  way: readonly FieldSchema[],
  around: readonly DocumentSchema[],
): RuledReference[] {
  return holder.fields.flatMap((field) => {
    const fields = [...way, field];
    if (field.deleteRules) return [ruledReference(root, holder, fields, field.deleteRules)];
    const held = heldSchema(field.type);
    if (!held) return [];
    if (![holder, ...around].includes(held)) return collect(root, held, fields, [holder, ...around]);
    assertWithoutRules(held);
    return [];
  });
}

/** @throws InvalidSchemaError if an embedded document that holds itself has a delete rule, for places without an end */
function assertWithoutRules(schema: DocumentSchema): void {
  for (const { name, deleteRules } of schema.fields)
    if (deleteRules)
      throw new InvalidSchemaError(
        `${schema.name}.${name}`,
        `It has a delete rule, and ${schema.name} holds itself, so that nothing can list its places`,
        'Remove the rule, or store these documents in a collection of their own',
      );
}

function ruledReference(
  root: RootSchema,
  holder: DocumentSchema,
  fields: readonly FieldSchema[],
  rules: DeleteRules,
): RuledReference {
  const { name, reference } = fields.at(-1) as FieldSchema;
  const property = `${holder.name}.${name}`;
  const map = fields.find(({ type }) => holdsMap(type));
  if (map)
    throw new InvalidSchemaError(
      property,
      map.name === name
        ? 'It has a delete rule, but is a map, and no filter finds ids in maps'
        : `It has a delete rule, but ${map.name} is a map, and no filter finds ids in maps`,
      'Use a list, or remove the rule',
    );
  const nested = fields.find(({ type }) => type.kind === 'array' && 'of' in type.of);
  if (nested)
    throw new InvalidSchemaError(
      property,
      `It has a delete rule, but ${nested.name} is a list of lists, which filters do not search`,
      'Use a list, or remove the rule',
    );
  const changes = [rules.onDelete, rules.onSoftDelete].some((rule) => rule === 'nullify' || rule === 'pull');
  const fixed = fields.find(({ immutable }) => immutable);
  if (changes && fixed)
    throw new InvalidSchemaError(
      property,
      `Its delete rule changes it, but ${fixed.name} is immutable in ${root.name}`,
      `Use 'cascade' or 'deny', or remove immutable`,
    );
  if (changes && root.updatesByFilter !== 'signal')
    throw new InvalidSchemaError(
      property,
      `Its delete rule updates documents by a filter, and ${root.name} has updatesByFilter: '${root.updatesByFilter}'`,
      `Use 'cascade' or 'deny', or remove updatesByFilter from ${root.name}`,
    );
  return Object.freeze({
    target: reference as DocumentClass,
    rules,
    fields,
    path: fields.map((each) => each.name).join('.'),
    keyPath: fields.map(({ key }) => key).join('.'),
  });
}

function holdsMap(type: FieldType): boolean {
  return type.kind === 'map' || ('of' in type && holdsMap(type.of));
}

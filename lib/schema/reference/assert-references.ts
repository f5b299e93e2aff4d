import type { DocumentClass } from '../declare/class-record.js';
import { lineage } from '../declare/class-record.js';
import type { DocumentSchema, RootSchema, TargetSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { withEmbedded } from '../with-embedded.js';
import { findReference } from './reference-path.js';
import { ruledReferences } from './ruled-references.js';

/**
 * Checks the references of all classes that a connection has repositories of, and of their subclasses.
 * @throws InvalidSchemaError for a target that the connection lacks, for `@HasMany` and `@HasOne` without a reference on the other side, and
 * for delete rules that cannot be obeyed
 */
export function assertReferences(schemas: readonly RootSchema[], connection: string): void {
  const known = new Map<DocumentClass, RootSchema>(schemas.map((each) => [each.documentClass, each]));
  for (const root of schemas)
    for (const schema of withEmbedded(root)) assertOfSchema(schema, known, connection);
  for (const root of schemas) ruledReferences(root);
}

function assertOfSchema(
  schema: DocumentSchema,
  known: ReadonlyMap<DocumentClass, RootSchema>,
  connection: string,
): void {
  for (const { name, reference } of schema.fields)
    if (reference) getTarget(`${schema.name}.${name}`, reference, known, connection);
  for (const target of schema.targets.values()) {
    if (target.kind === 'belongsTo') continue;
    const property = `${schema.name}.${target.name}`;
    assertRefersBack(schema, property, target, getTarget(property, target.documentClass, known, connection));
  }
}

function getTarget(
  property: string,
  target: DocumentClass,
  known: ReadonlyMap<DocumentClass, RootSchema>,
  connection: string,
): RootSchema {
  const schema = known.get(target);
  if (schema) return schema;
  throw new InvalidSchemaError(
    property,
    `Its target ${target.name} is not registered on the connection "${connection}"`,
    `Add it to the module: DocumentsModule.forFeature([${target.name}])`,
  );
}

function assertRefersBack(
  schema: DocumentSchema,
  property: string,
  { reference: path, kind }: TargetSchema,
  target: RootSchema,
): void {
  const back = findReference(target, path)?.field.reference;
  if (back && isRelated(back, schema.documentClass)) return;
  const decorator = kind === 'hasMany' ? '@HasMany()' : '@HasOne()';
  throw new InvalidSchemaError(
    property,
    back
      ? `${target.name}.${path} refers to ${back.name} and not to ${schema.name}`
      : `${target.name}.${path} is not a field with @Reference()`,
    `Name the field of ${target.name} that holds the id of ${schema.name} in ${decorator}`,
  );
}

/** Whether one class is the other, or extends it. */
function isRelated(a: DocumentClass, b: DocumentClass): boolean {
  return lineage(a).includes(b) || lineage(b).includes(a);
}

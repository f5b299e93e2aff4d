import type { DocumentClass } from '../declare/class-record.js';
import { lineage } from '../declare/class-record.js';
import { assertTarget } from '../build/reference-type.js';
import { fieldWithRole } from '../build/role-fields.js';
import type { DocumentSchema, RootSchema, TargetSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';
import { withEmbedded } from '../with-embedded.js';
import { countersOf } from './derived-data.js';
import type { CounterField } from './derived-data.js';
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
  for (const counter of schemas.flatMap(countersOf)) {
    assertTarget(nameOf(counter), counter.counted);
    assertCounter(counter, getTarget(nameOf(counter), counter.counted, known, connection));
  }
  for (const root of schemas) ruledReferences(root);
}

function assertOfSchema(
  schema: DocumentSchema,
  known: ReadonlyMap<DocumentClass, RootSchema>,
  connection: string,
): void {
  for (const { name, reference, touches } of schema.fields) {
    if (!reference) continue;
    const target = getTarget(`${schema.name}.${name}`, reference, known, connection);
    if (touches) assertTouchable(`${schema.name}.${name}`, target);
  }
  for (const target of schema.targets.values()) {
    if (target.kind === 'belongsTo') continue;
    const property = `${schema.name}.${target.name}`;
    assertRefersBack(schema, property, target, getTarget(property, target.documentClass, known, connection));
  }
}

/** @throws InvalidSchemaError if documents of the target have no time of the last write */
function assertTouchable(property: string, target: RootSchema): void {
  if (fieldWithRole(target, 'updatedAt')) return;
  throw new InvalidSchemaError(
    property,
    `It touches ${target.name}, which has no field with @UpdatedAt()`,
    `Declare one in ${target.name}: @UpdatedAt() updatedAt!: Date, or remove { touch: true }`,
  );
}

/** @throws InvalidSchemaError unless the path of a counter is that of a reference to its class */
function assertCounter(counter: CounterField, counted: RootSchema): void {
  const { parent, names } = counter;
  const path = names.join('.');
  const back = findReference(counted, path)?.field.reference;
  if (back && isRelated(back, parent.documentClass)) return;
  throw new InvalidSchemaError(
    nameOf(counter),
    back
      ? `It counts by ${counted.name}.${path}, which refers to ${back.name} and not to ${parent.name}`
      : `It counts by ${counted.name}.${path}, which is not a field with @Reference(), or is a map`,
    `Name the field of ${counted.name} that holds the id of ${parent.name}: @CounterOf(() => ${counted.name}, '…')`,
  );
}

function nameOf({ parent, field }: CounterField): string {
  return `${parent.name}.${field.name}`;
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

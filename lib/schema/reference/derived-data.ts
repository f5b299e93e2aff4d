import { fieldWithRole } from '../build/role-fields.js';
import { schemaOf } from '../build/schema-of.js';
import { lineage } from '../declare/class-record.js';
import type { DocumentClass } from '../declare/class-record.js';
import type { FieldRole } from '../declare/field-role.js';
import type { DocumentSchema, FieldSchema, RootSchema } from '../document-schema.js';
import { heldSchema } from '../type-contents.js';
import { withEmbedded } from '../with-embedded.js';

export type CounterRole = Extract<FieldRole, { readonly kind: 'counter' }>;

/** A field that counts the documents that refer to its document. */
export interface CounterField {
  /** The class that declares it. */
  readonly parent: RootSchema;
  readonly field: FieldSchema;
  /** The class of the counted documents, as declared. */
  readonly counted: DocumentClass;
  /** The names on the way to the reference in that class. */
  readonly names: readonly string[];
}

/** The data that is derived in other documents from the references of one class. */
export interface DerivedData {
  /** The stored keys of the document that decide on it. */
  readonly keys: readonly string[];
  readonly counters: readonly CounterField[];
  /** Whether references of the class, or of embedded documents in it, touch their targets. */
  readonly touches: boolean;
  /** The key of the time of deletion. */
  readonly deletion: string | undefined;
}

/** The counters that a class declares itself, without those that it inherits. */
export function countersOf(parent: RootSchema): readonly CounterField[] {
  return allCounters(parent).filter(({ field: { name, role } }) => {
    return parent.base?.fieldsByName.get(name)?.role !== role;
  });
}

/** The counters of all documents of a class, those that it inherits included, and those that its subclasses declare. */
export function counterFieldsOf(schema: RootSchema, family: readonly RootSchema[]): readonly CounterField[] {
  return family.flatMap((each) => (each === schema ? allCounters(each) : countersOf(each)));
}

function allCounters(parent: RootSchema): readonly CounterField[] {
  return parent.roleFields.flatMap((field) => {
    const { role } = field;
    if (role?.kind !== 'counter') return [];
    return [{ parent, field, counted: role.counted() as DocumentClass, names: role.reference.split('.') }];
  });
}

/**
 * Finds the data that writes of a class change in other documents.
 * @param classes all classes of its connection
 * @returns undefined if it changes nothing there
 */
export function derivedDataOf(schema: RootSchema, classes: readonly RootSchema[]): DerivedData | undefined {
  const own = lineage(schema.documentClass);
  const counters = classes.flatMap(countersOf).filter(({ counted }) => own.includes(counted));
  const touching = schema.fields.filter(isTouching);
  if (counters.length + touching.length === 0) return undefined;
  const deletion = fieldWithRole(schema, 'deletedAt')?.key;
  const counted = counters.flatMap(({ names: [name = ''] }) => schema.fieldsByName.get(name)?.key ?? []);
  const keys = new Set([...counted, ...touching.map(({ key }) => key)]);
  if (deletion !== undefined) keys.add(deletion);
  return Object.freeze({ keys: [...keys], counters, touches: touching.length > 0, deletion });
}

/** Whether a field, or one of embedded documents in it, touches the documents whose ids it holds. */
function isTouching({ touches, type }: FieldSchema): boolean {
  const held = heldSchema(type);
  return touches || (held !== undefined && hasTouching(held));
}

/** Whether a field of a class, or of embedded documents in it, touches the documents whose ids it holds. */
export function hasTouching(schema: DocumentSchema): boolean {
  return [...withEmbedded(schema)].some(({ fields }) => fields.some(({ touches }) => touches));
}

/** The key of the time that a touch sets in documents of a class. */
export function touchedKey(target: DocumentClass): { readonly schema: RootSchema; readonly key: string } {
  const schema = schemaOf(target);
  return { schema, key: (fieldWithRole(schema, 'updatedAt') as FieldSchema).key };
}

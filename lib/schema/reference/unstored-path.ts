import type { DocumentSchema, FieldSchema, TargetSchema } from '../document-schema.js';
import { heldSchema } from '../type-contents.js';

/** A path that leads to a property that populate fills, or below it. */
export interface UnstoredPath {
  readonly target: TargetSchema;
  /** The path of the property. */
  readonly path: string;
  /** The path of the reference beside it; undefined if the ids are stored in the documents that the property holds. */
  readonly reference: string | undefined;
}

/** Finds the property with `@BelongsTo`, `@HasMany` or `@HasOne` on a path; undefined for other paths. Indexes and keys are passed over. */
export function findUnstored(schema: DocumentSchema, path: unknown): UnstoredPath | undefined {
  // Callers in JavaScript may give anything.
  const names = typeof path === 'string' ? path.split('.') : [];
  let at: DocumentSchema | undefined = schema;
  for (const [index, name] of names.entries()) {
    const target: TargetSchema | undefined = at?.targets.get(name);
    if (target) {
      const beside = [...names.slice(0, index), target.reference].join('.');
      const reference = target.kind === 'belongsTo' ? beside : undefined;
      return { target, path: names.slice(0, index + 1).join('.'), reference };
    }
    const field: FieldSchema | undefined = at?.fieldsByName.get(name);
    if (field) at = heldSchema(field.type);
  }
  return undefined;
}

/** The reason why such a path cannot be used, and what to do. */
export function whyUnstored({ target, reference }: UnstoredPath): readonly [reason: string, remedy: string] {
  const { documentClass, reference: path } = target;
  return [
    'is not stored: populate fills it',
    reference === undefined
      ? `look for documents of ${documentClass.name} by ${path}`
      : `use ${reference}, which also takes a document of ${documentClass.name}`,
  ];
}

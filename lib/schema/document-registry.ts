import { findRecord, lineage } from './class-record.js';
import type { DocumentClass } from './class-record.js';
import type { DocumentSchema, FieldType, RootSchema } from './document-schema.js';
import { DuplicateDocumentNameError, InvalidSchemaError } from './schema-errors.js';
import { schemaFamily, schemaOf } from './schema-of.js';

/** The document classes of one application. */
export class DocumentRegistry {
  readonly #byName = new Map<string, DocumentSchema>();
  readonly #known = new Set<DocumentClass>();
  /** By the class that the others of a collection extend: which of them a discriminator value names. */
  readonly #byValue = new Map<RootSchema, Map<string, RootSchema>>();

  /**
   * Makes a class known, with its embedded documents and the document classes that extend it. A class that is known already stays so.
   * @throws DuplicateDocumentNameError if another class has its name
   * @throws InvalidSchemaError if another class of its collection has its discriminator value
   */
  register(documentClass: DocumentClass): RootSchema {
    const schema = schemaOf(documentClass);
    this.#add(schema);
    return schema;
  }

  /** Whether documents of this class, or of one that extends it, can be met in this application. */
  isKnown(documentClass: DocumentClass): boolean {
    return this.#known.has(documentClass);
  }

  /** The document's name, or the class's own for classes without one. */
  nameOf(documentClass: DocumentClass): string {
    return findRecord(documentClass)?.document?.name ?? documentClass.name;
  }

  #add(schema: DocumentSchema): void {
    const known = this.#byName.get(schema.name);
    if (known === schema) return;
    if (known) throw new DuplicateDocumentNameError(schema.name, [known.place, schema.place]);
    this.#byName.set(schema.name, schema);
    for (const documentClass of lineage(schema.documentClass)) this.#known.add(documentClass);
    for (const field of schema.fields) this.#addEmbedded(field.type);
    if (schema.kind !== 'document') return;
    for (const each of withBases(schema as RootSchema)) this.#addValue(each);
    for (const heir of schemaFamily(schema as RootSchema)) this.#add(heir);
  }

  /** Documents of two classes with one value could not be told apart: they would be loaded as the wrong class. */
  #addValue(schema: RootSchema): void {
    const { value } = schema.discriminator;
    const root = withBases(schema).at(-1) as RootSchema;
    const named = this.#byValue.get(root) ?? new Map<string, RootSchema>();
    this.#byValue.set(root, named);
    if (value === undefined) return;
    const known = named.get(value);
    if (known && known !== schema) {
      throw new InvalidSchemaError(
        schema.name,
        `It shares the collection ${schema.collection} with ${known.name}, and both have the discriminator value ${value}`,
        "Give one of them another value: @Document({ discriminator: { value: '…' } })",
      );
    }
    named.set(value, schema);
  }

  #addEmbedded(type: FieldType): void {
    if (type.kind === 'embedded') this.#add(type.schema);
    if (type.kind === 'array' || type.kind === 'map') this.#addEmbedded(type.of);
  }
}

/** The schema and those of the classes that it extends and whose collection it shares. */
function withBases(schema: RootSchema): readonly RootSchema[] {
  return schema.base ? [schema, ...withBases(schema.base)] : [schema];
}

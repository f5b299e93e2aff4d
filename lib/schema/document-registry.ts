import { findRecord, lineage } from './class-record.js';
import type { DocumentClass } from './class-record.js';
import type { DocumentSchema, FieldType, RootSchema } from './document-schema.js';
import { DuplicateDocumentNameError } from './schema-errors.js';
import { schemaFamily, schemaOf } from './schema-of.js';

/** The document classes of one application. */
export class DocumentRegistry {
  readonly #byName = new Map<string, DocumentSchema>();
  readonly #known = new Set<DocumentClass>();

  /**
   * Makes a class known, with its embedded documents and the document classes that extend it. A class that is known already stays so.
   * @throws DuplicateDocumentNameError if another class has its name
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
    if (schema.kind === 'document') for (const heir of schemaFamily(schema as RootSchema)) this.#add(heir);
  }

  #addEmbedded(type: FieldType): void {
    if (type.kind === 'embedded') this.#add(type.schema);
    if (type.kind === 'array' || type.kind === 'map') this.#addEmbedded(type.of);
  }
}

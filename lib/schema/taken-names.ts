import type { DocumentSchema, RootSchema } from './document-schema.js';
import { DuplicateDocumentNameError, InvalidSchemaError } from './schema-errors.js';
import type { DocumentsError } from '../errors/documents-error.js';
import { withEmbedded } from './with-embedded.js';

/** Two classes that cannot be in one application. */
export interface Conflict {
  /** The class that came first, or the class that holds it. */
  readonly owner: RootSchema;
  readonly error: DocumentsError;
}

interface Owned {
  readonly schema: DocumentSchema;
  readonly owner: RootSchema;
}

/** The names of the classes of one application, embedded ones included, and the discriminator values of those that share collections. */
export class TakenNames {
  readonly #byName = new Map<string, Owned>();
  /** Values by the class that the others of a collection extend. */
  readonly #byValue = new Map<RootSchema, Map<string, RootSchema>>();

  /** The class that has this name, or that holds the embedded class with this name. */
  ownerOf(name: string): RootSchema | undefined {
    return this.#byName.get(name)?.owner;
  }

  /**
   * Reserves the names of a class and its embedded documents, and the values of it and its base classes; if one is taken already, none is
   * reserved.
   */
  take(schema: RootSchema): Conflict | undefined {
    const conflict = this.#conflictOf(schema);
    if (conflict) return conflict;
    for (const each of withEmbedded(schema)) {
      if (!this.#byName.has(each.name)) this.#byName.set(each.name, { schema: each, owner: schema });
    }
    for (const each of withBases(schema)) {
      const { value } = each.discriminator;
      if (value !== undefined) this.#valuesOf(each).set(value, each);
    }
    return undefined;
  }

  #conflictOf(schema: RootSchema): Conflict | undefined {
    for (const each of withEmbedded(schema)) {
      const known = this.#byName.get(each.name);
      if (!known || known.schema === each) continue;
      const error = new DuplicateDocumentNameError(each.name, [known.schema.place, each.place]);
      return { owner: known.owner, error };
    }
    const own = new Map<string, RootSchema>();
    for (const each of withBases(schema)) {
      const { value } = each.discriminator;
      if (value === undefined) continue;
      const known = this.#valuesOf(each).get(value) ?? own.get(value);
      own.set(value, each);
      if (known && known !== each) return { owner: known, error: sameValue(each, known, value) };
    }
    return undefined;
  }

  #valuesOf(schema: RootSchema): Map<string, RootSchema> {
    const root = withBases(schema).at(-1) as RootSchema;
    const values = this.#byValue.get(root) ?? new Map<string, RootSchema>();
    this.#byValue.set(root, values);
    return values;
  }
}

/** The error for two classes with one value: their documents could not be told apart, and would be loaded as the wrong class. */
function sameValue(schema: RootSchema, known: RootSchema, value: string): InvalidSchemaError {
  return new InvalidSchemaError(
    schema.name,
    `It shares the collection ${schema.collection} with ${known.name}, and both have the discriminator value ${value}`,
    "Give one of them another value: @Document({ discriminator: { value: '…' } })",
  );
}

/** The schema and those of the base classes whose collection it shares. */
function withBases(schema: RootSchema): readonly RootSchema[] {
  return schema.base ? [schema, ...withBases(schema.base)] : [schema];
}

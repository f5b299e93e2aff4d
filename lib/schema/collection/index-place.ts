import type { IndexPath } from '../collection-schema.js';
import type { DocumentSchema } from '../document-schema.js';
import { InvalidSchemaError } from '../schema-errors.js';

/** The declaration of an index, and where in a document it holds. */
export class IndexPlace {
  constructor(
    /** The class that declares it. */
    readonly schema: DocumentSchema,
    /** The path of the embedded document that declares it; empty for the document itself. */
    readonly prefix: IndexPath,
    /** Whether every document has that embedded document. */
    readonly isRequired: boolean,
    /** The declaration in messages: `Person`, or `Person.email` for that of a field. */
    readonly declaredBy: string,
    /** The paths of the index as given, for messages. */
    private readonly paths: readonly string[],
  ) {}

  /** @throws InvalidSchemaError, always @param reason follows the name of the index in a sentence */
  refuse(this: this, reason: string, remedy: string): never {
    const name = this.paths.length > 0 ? `The index of ${this.paths.join(', ')}` : 'An index of it';
    throw new InvalidSchemaError(this.declaredBy, `${name} ${reason}`, remedy);
  }
}

/** A path below another one, which may be empty. */
export function joinedPath(prefix: IndexPath, { path, keyPath }: IndexPath): IndexPath {
  return prefix.path === ''
    ? { path, keyPath }
    : { path: `${prefix.path}.${path}`, keyPath: `${prefix.keyPath}.${keyPath}` };
}

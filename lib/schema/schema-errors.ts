import { DocumentsError } from '../errors/documents-error.js';

/** A class that was given where a document class is needed has no `@Document()`. */
export class NotADocumentError extends DocumentsError {
  readonly code = 'NOT_A_DOCUMENT';

  constructor(className: string, wanted: '@Document()' | '@EmbeddedDocument()' = '@Document()') {
    super({
      problem: `${className} is not a document class`,
      reason: `It is not decorated with ${wanted}`,
      remedy: `Decorate it with ${wanted}, or pass the class that you meant`,
    });
  }
}

/** The type of a field can neither be inferred nor stored. */
export class UnknownFieldTypeError extends DocumentsError {
  readonly code = 'UNKNOWN_FIELD_TYPE';

  constructor(field: string, reason: string, remedy: string) {
    super({ problem: `The type of ${field} is not known`, reason, remedy });
  }
}

/** The description of a document class contradicts itself or cannot be stored. */
export class InvalidSchemaError extends DocumentsError {
  readonly code = 'INVALID_SCHEMA';

  constructor(subject: string, reason: string, remedy: string) {
    super({ problem: `${subject} cannot be stored as it is declared`, reason, remedy });
  }
}

/** Two document classes of one application have the same name, which stands in event names and stored documents. */
export class DuplicateDocumentNameError extends DocumentsError {
  readonly code = 'DUPLICATE_DOCUMENT_NAME';

  constructor(name: string, places: readonly [string, string]) {
    super({
      problem: `Two document classes have the name ${name}`,
      reason: `One is declared at ${places[0]}, the other at ${places[1]}, and names must tell classes apart`,
      remedy: `Name one of them: @Document({ name: 'Other${name}' })`,
    });
  }
}

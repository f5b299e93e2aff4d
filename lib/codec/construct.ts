import { DocumentsError } from '../errors/documents-error.js';
import type { DocumentSchema } from '../schema/document-schema.js';

/** The constructor of a class threw. It is called without arguments when a document is created or loaded. */
export class DocumentConstructorError extends DocumentsError {
  readonly code = 'CONSTRUCTOR_FAILED';
  readonly documentName: string;

  constructor(documentName: string, cause: unknown) {
    super({
      problem: `${documentName} cannot be created`,
      reason:
        'Its constructor threw an error ("cause"); it is called without arguments when a document is created or loaded',
      remedy: `Give the parameters of the constructor of ${documentName} defaults, and do not rely on any value there: fields are set after it`,
      cause,
    });
    this.documentName = documentName;
  }
}

/** A new instance of a class. @throws DocumentConstructorError */
export function construct({ documentClass, name }: DocumentSchema): Record<string, unknown> {
  try {
    return new (documentClass as new () => Record<string, unknown>)();
  } catch (error) {
    throw new DocumentConstructorError(name, error);
  }
}

import { DocumentsError } from '../../errors/documents-error.js';

/** A document of which only some fields were loaded was to be stored as a whole. Nothing was written. */
export class PartialDocumentError extends DocumentsError {
  readonly code = 'PARTIAL_DOCUMENT';
  readonly documentName: string;

  constructor(documentName: string, origin: string) {
    super({
      problem: `${origin} of a ${documentName} was refused`,
      reason: 'Only some of its fields were loaded, and the others would be lost',
      remedy: 'Save it, which leaves the others alone, or load all of it',
    });
    this.documentName = documentName;
  }
}

import { DocumentsError } from '../errors/documents-error.js';

/** An update is not an object, is empty, or cannot be sent in the form that it has. Nothing was sent to the server. */
export class InvalidUpdateError extends DocumentsError {
  readonly code = 'INVALID_UPDATE';
  readonly documentName: string;

  constructor(documentName: string, reason: string, remedy: string) {
    super({ problem: `An update of ${documentName} cannot be used`, reason, remedy });
    this.documentName = documentName;
  }
}

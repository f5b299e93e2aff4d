import { DocumentsError } from '../errors/documents-error.js';
import { shownId } from './shown-id.js';

/** A stored document does not fit its class: nothing was loaded. */
export class DecodeError extends DocumentsError {
  readonly code = 'DECODE_FAILED';
  readonly documentName: string;
  /**
   * Field names from the document to the value, joined by dots; empty for the document itself. Stored keys that do not look like names, as
   * those of a map may not, are replaced by their length.
   */
  readonly path: string;
  readonly expected: string;
  /** The type of the stored value, never the value. */
  readonly found: string;
  /** The id of the stored document. Text ids may be personal data, so the message leaves them out. */
  declare readonly documentId: unknown;

  constructor(documentName: string, documentId: unknown, misfit: Misfit) {
    const id = shownId(documentId);
    super({
      problem: `A stored ${documentName} cannot be loaded`,
      reason: `${misfit.path || 'It'} should be ${misfit.expected}, but ${misfit.found} is stored`,
      remedy:
        misfit.remedy ??
        `Correct the stored document ${id === undefined ? '("documentId" has its id)' : `with the id ${id}`}, or declare the field with the stored type`,
    });
    this.documentName = documentName;
    this.path = misfit.path;
    this.expected = misfit.expected;
    this.found = misfit.found;
    Object.defineProperty(this, 'documentId', { value: documentId });
  }
}

/** A stored value that does not fit; becomes a DecodeError once the document is known. */
export class Misfit extends Error {
  constructor(
    readonly path: string,
    readonly expected: string,
    readonly found: string,
    readonly remedy?: string,
  ) {
    super('a stored value does not fit');
  }
}

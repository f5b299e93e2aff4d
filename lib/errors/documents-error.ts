/** The three parts of every message: what happened, why, and what to do about it. */
export interface ErrorParts {
  /** The event, naming classes, fields and listeners but never a value of a document. */
  readonly problem: string;
  /** The reason for it. */
  readonly reason: string;
  /** The next step to take. */
  readonly remedy: string;
  /** The error that led to this one. It may hold values, so it is never part of the message. */
  readonly cause?: unknown;
}

const sentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);

/** Marks errors of every copy of this package in a process. */
export const documentsErrorBrand = Symbol.for('nestjs-documents.error');

/**
 * The base of every error of this package. `code` is stable and documented in `docs/09-errors.md`; the wording of messages is not. Messages
 * hold no value of a document or filter, and no credential.
 */
export abstract class DocumentsError extends Error {
  /** Stable identifier, the same for every instance of the class. */
  abstract readonly code: string;
  readonly problem: string;
  readonly reason: string;
  readonly remedy: string;

  constructor(parts: ErrorParts) {
    const message = [parts.problem, parts.reason, parts.remedy].map(sentence).join(' ');
    super(message, parts.cause === undefined ? undefined : { cause: parts.cause });
    this.name = new.target.name;
    this.problem = parts.problem;
    this.reason = parts.reason;
    this.remedy = parts.remedy;
    for (const part of ['name', 'problem', 'reason', 'remedy']) {
      Object.defineProperty(this, part, { enumerable: false });
    }
  }
}

Object.defineProperty(DocumentsError.prototype, documentsErrorBrand, { value: true });

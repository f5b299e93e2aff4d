import type { ErrorParts } from '../errors/documents-error.js';

/** Ends a command, printed in its three parts. It is thrown and caught in this folder only, and never reaches an application. */
export class CommandError extends Error implements ErrorParts {
  readonly problem: string;
  readonly reason: string;
  readonly remedy: string;

  constructor({ problem, reason, remedy }: ErrorParts) {
    super(problem);
    this.problem = problem;
    this.reason = reason;
    this.remedy = remedy;
  }
}

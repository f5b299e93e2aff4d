import { DocumentsError } from '../../errors/documents-error.js';

/** A factory was declared or called with something that it cannot use. Nothing was stored. */
export class InvalidFactoryError extends DocumentsError {
  readonly code = 'INVALID_FACTORY';
  readonly documentName: string;

  constructor(documentName: string, reason: string, remedy: string, cause?: unknown) {
    super({ problem: `The factory of ${documentName} cannot be used`, reason, remedy, cause });
    this.documentName = documentName;
  }
}

/** A seed cannot be used: the folder or file, its class, or a dependency of its constructor. No seed was run. */
export class InvalidSeedError extends DocumentsError {
  readonly code = 'INVALID_SEED';
  /** The id of the seed; empty if it is not about one. */
  readonly seed: string;

  constructor(seed: string, reason: string, remedy: string, cause?: unknown) {
    const problem = seed === '' ? 'The seeds cannot be used' : `The seed ${seed} cannot be used`;
    super({ problem, reason, remedy, cause });
    this.seed = seed;
  }
}

/** A seed failed. What it and the seeds before it have stored stays, and the seeds after it were not run. */
export class SeedFailedError extends DocumentsError {
  readonly code = 'SEED_FAILED';
  /** The id of the seed. */
  readonly seed: string;
  /** The ids of the seeds that were run before. */
  readonly finished: readonly string[];

  constructor(seed: string, finished: readonly string[], cause: unknown) {
    super({
      problem: `The seed ${seed} failed`,
      reason:
        finished.length === 0
          ? 'Its method run threw an error, see "cause"'
          : `Its method run threw an error, see "cause"; done before: ${finished.join(', ')}`,
      remedy:
        'Correct it, and run it again: by itself with "only", if the seeds before it are not to run twice',
      cause,
    });
    this.seed = seed;
    this.finished = Object.freeze([...finished]);
  }
}

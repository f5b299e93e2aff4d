import { DocumentsError } from '../../errors/documents-error.js';

/** A method with `@Transactional()` was called on an object that Nest did not make, so its connection is unknown. */
export class NotAProviderError extends DocumentsError {
  readonly code = 'NOT_A_PROVIDER';

  constructor(method: string) {
    super({
      problem: `${method} was not called`,
      reason:
        'It is @Transactional(), but its object was created with new instead of by Nest, or by a factory and the application has not started yet',
      remedy: 'Let Nest create it: provide its class in a module or a testing module',
    });
  }
}

import { DocumentsError } from '../errors/documents-error.js';

/** A listener is for a document class that is not registered in the application. */
export class DocumentNotRegisteredError extends DocumentsError {
  readonly code = 'DOCUMENT_NOT_REGISTERED';

  /** @param otherPlace where another class of that name is declared, if one is registered */
  constructor(listener: string, documentName: string, otherPlace?: string) {
    super({
      problem: `${listener} listens to ${documentName}, but ${documentName} is not registered`,
      reason:
        otherPlace === undefined
          ? 'It would never be called'
          : `It would never be called: the registered class of that name is a different one, declared at ${otherPlace}, as happens when a class is declared a second time`,
      remedy: `Add it to DocumentsModule.forFeature([${documentName}])`,
    });
  }
}

/** A transient provider has listeners. */
export class TransientListenerError extends DocumentsError {
  readonly code = 'TRANSIENT_LISTENER';

  constructor(listener: string) {
    super({
      problem: `${listener} is a listener of a transient provider`,
      reason: 'Every class that injects it gets its own instance, so it is unclear which instance to call',
      remedy: 'Make the provider a singleton or request-scoped, or move the listener to another one',
    });
  }
}

/** A listener decorator is in an invalid place, or its argument is not a document class. */
export class InvalidListenerError extends DocumentsError {
  readonly code = 'INVALID_LISTENER';

  constructor(listener: string, reason: string, remedy: string) {
    super({ problem: `${listener} cannot be a listener`, reason, remedy });
  }
}

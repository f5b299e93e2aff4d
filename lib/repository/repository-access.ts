import { RepositoryNotReadyError } from '../operation/operation-errors.js';
import type { RepositoryContext } from '../operation/repository-context.js';

/** Holds the context of a repository, out of reach of classes that extend it. */
export abstract class RepositoryAccess {
  #given: RepositoryContext | undefined;

  /** Called by `DocumentsModule.forFeature`. A custom repository gets its context after its construction. */
  constructor(context?: RepositoryContext) {
    this.#given = context;
  }

  /** @internal Gives a custom repository the context of its class's repository. */
  static share(source: unknown, own: RepositoryAccess): void {
    if (typeof source === 'object' && source !== null && #given in source) own.#given = source.#given;
  }

  /** @internal @throws RepositoryNotReadyError */
  static contextOf(repository: RepositoryAccess): RepositoryContext {
    if (!repository.#given) throw new RepositoryNotReadyError(repository.constructor.name);
    return repository.#given;
  }
}

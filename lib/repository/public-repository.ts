import type { RepositoryContext } from '../operation/repository-context.js';
import { DocumentRepository as RepositoryClass } from './document-repository.js';

/**
 * Stores and finds the documents of one class. Documents are plain objects without a tie to it. Injected by `@InjectRepository(Person)`; a
 * custom repository extends `repositoryOf(Person)`.
 */
// Has no private members for the compiler, which cannot declare a class without a name that inherits some, as a mixin returns it.
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an interface keeps its name in messages of the compiler
export interface DocumentRepository<T extends object> extends Pick<
  RepositoryClass<T>,
  keyof RepositoryClass<T>
> {}

export const DocumentRepository: new <T extends object>(
  context?: RepositoryContext,
) => DocumentRepository<T> = RepositoryClass;

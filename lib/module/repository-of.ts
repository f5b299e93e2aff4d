import { DocumentRepository as RepositoryClass } from '../repository/document-repository.js';
import type { DocumentRepository } from '../repository/public-repository.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { assertClassGiven } from '../schema/schema-errors.js';
import { InjectRepository } from './inject.js';

/** The base class of custom repositories: its constructor takes no arguments. */
export type RepositoryBase<T extends object> = abstract new () => DocumentRepository<T>;

/**
 * Makes the base class of a custom repository, a provider of any module that imports `forFeature` of the document class. Nest completes it
 * right after the constructor: its methods work wherever it is injected, but not in the constructor.
 * @example
 * ```ts
 * @Injectable()
 * class PersonRepository extends repositoryOf(Person) {
 *   constructor(private readonly mail: MailService) {
 *     super();
 *   }
 * }
 * ```
 * @param connection the connection's name, if an application has several
 * @throws NotADocumentError
 */
export function repositoryOf<T extends object>(
  documentClass: DocumentClass<T>,
  connection?: string,
): RepositoryBase<T> {
  assertClassGiven(documentClass, 'The argument of repositoryOf');
  abstract class OwnRepository extends RepositoryClass<T> {}
  const source = Symbol(`DocumentRepository<${documentClass.name}>`);
  Object.defineProperty(OwnRepository.prototype, source, {
    set(this: RepositoryClass<object>, repository: unknown) {
      RepositoryClass.share(repository, this);
    },
  });
  InjectRepository(documentClass, connection)(OwnRepository.prototype, source);
  return OwnRepository;
}

import { DocumentRepository } from '../repository/document-repository.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { NotADocumentError } from '../schema/schema-errors.js';
import { InjectRepository } from './inject.js';

/** The class that a repository of your own extends: its constructor takes nothing. */
export type RepositoryBase<T extends object> = abstract new () => DocumentRepository<T>;

/**
 * Makes the class that a repository of your own extends, an ordinary provider of any module that imports `forFeature` of the document class.
 * Nest gives it what it works with right after its constructor, so its methods work wherever it is injected, and not in the constructor itself.
 *
 * ```ts
 * @Injectable()
 * class PersonRepository extends repositoryOf(Person) {
 *   constructor(private readonly mail: MailService) {
 *     super();
 *   }
 * }
 * ```
 * @param connection the connection's name, where an application has several
 * @throws NotADocumentError
 */
export function repositoryOf<T extends object>(
  documentClass: DocumentClass<T>,
  connection?: string,
): RepositoryBase<T> {
  if (typeof documentClass !== 'function') throw new NotADocumentError('What repositoryOf was given');
  abstract class OwnRepository extends DocumentRepository<T> {}
  const source = Symbol(`DocumentRepository<${documentClass.name}>`);
  Object.defineProperty(OwnRepository.prototype, source, {
    set(this: DocumentRepository<object>, repository: unknown) {
      DocumentRepository.share(repository, this);
    },
  });
  InjectRepository(documentClass, connection)(OwnRepository.prototype, source);
  return OwnRepository;
}

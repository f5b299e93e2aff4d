import { getRepositoryToken } from '../module/tokens.js';
import { InvalidFactoryError } from '../module/seed/seed-errors.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { assertOfThisCopy } from '../schema/declare/copies.js';
import { assertClassGiven } from '../schema/schema-errors.js';
import type { CreateValues } from '../schema/type/given-types.js';
import { describeValue } from '../value/describe-value.js';
import { isObject } from '../value/own-value.js';
import { RepositoryFactory } from './repository-factory.js';
import type { FactoryRepository } from './repository-factory.js';
import type { FactoryCall, FactoryValues } from './factory-values.js';

/** An application, a testing module or a `ModuleRef`: it finds providers of any module. */
export interface ProviderSource {
  get(token: symbol, options: { readonly strict: false }): unknown;
}

/**
 * Declares a factory of the documents of a class, for tests and seeds. It is used in an application, or with a repository; its sequence
 * goes on whatever it is used with.
 * @example
 * ```ts
 * const people = factoryFor(Person, { name: 'Ada', email: ({ sequence }) => `ada${sequence}@example.org` });
 * const [first, second] = await people.in(app).createMany(2, { name: 'Grace' });
 * ```
 * @param defaults values of each document, or functions that compute them; what they leave out, the class initialises
 * @throws NotADocumentError, OtherCopyError, InvalidFactoryError
 */
export function factoryFor<T extends object>(
  documentClass: DocumentClass<T>,
  defaults: FactoryValues<T> = {},
): DocumentFactory<T> {
  assertClassGiven(documentClass, 'The argument of factoryFor');
  assertOfThisCopy(documentClass);
  return new DocumentFactory(documentClass, defaults);
}

/** Makes the values of documents, and documents by the repository of their class. Made by `factoryFor`. */
export class DocumentFactory<T extends object> {
  readonly #documentClass: DocumentClass<T>;
  readonly #defaults: FactoryValues<T>;
  #made = 0;

  /** @internal */
  constructor(documentClass: DocumentClass<T>, defaults: FactoryValues<T>) {
    this.#documentClass = documentClass;
    assertValues(documentClass.name, 'Its defaults', defaults);
    this.#defaults = Object.freeze({ ...defaults });
  }

  /**
   * Makes the values of the next document, as for the body of a request. Makes no document, and sends no signals.
   * @param overrides values in place of the defaults
   * @throws InvalidFactoryError if they are not an object, and what a function of the factory throws
   */
  values(overrides: FactoryValues<T> = {}): CreateValues<T> {
    assertValues(this.#documentClass.name, 'The values', overrides);
    const sequence = this.#made + 1;
    const declared = Object.entries({ ...this.#defaults, ...overrides });
    const values: Record<string, unknown> = {};
    for (const [name, value] of declared)
      if (typeof value !== 'function' && value !== undefined) values[name] = value;
    const call: FactoryCall<T> = { sequence, values: values };
    for (const [name, value] of declared) {
      if (typeof value !== 'function') continue;
      const computed = (value as (call: FactoryCall<T>) => unknown)(call);
      if (computed !== undefined) values[name] = computed;
    }
    this.#made = sequence;
    return values;
  }

  /** Makes documents by a repository, also one of the application's own. */
  with(repository: FactoryRepository<T>): RepositoryFactory<T> {
    return new RepositoryFactory(this.#documentClass.name, this, repository);
  }

  /**
   * Makes documents by the repository that an application has of the class.
   * @param app the application, a testing module or a `ModuleRef`
   * @param connection the connection's name, if there are several
   * @throws InvalidFactoryError if it has no repository of the class
   */
  in(app: ProviderSource, connection?: string): RepositoryFactory<T> {
    const { name } = this.#documentClass;
    try {
      const token = getRepositoryToken(this.#documentClass, connection);
      return this.with(app.get(token, { strict: false }) as FactoryRepository<T>);
    } catch (error) {
      throw new InvalidFactoryError(
        name,
        `The application has no repository of ${name}${connection === undefined ? '' : ' on that connection'}`,
        `Register it by DocumentsModule.forFeature([${name}])`,
        error,
      );
    }
  }

  /** Begins the sequence at 1 again, as before each test on an empty database. */
  restart(): void {
    this.#made = 0;
  }
}

/** @throws InvalidFactoryError */
function assertValues(documentName: string, place: string, values: unknown): void {
  if (isObject(values) && !Array.isArray(values)) return;
  throw new InvalidFactoryError(
    documentName,
    `${place} are ${describeValue(values)} and not an object`,
    "Pass an object with values by field: { name: 'Ada' }",
  );
}

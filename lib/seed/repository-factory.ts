import { InvalidFactoryError } from '../module/seed/seed-errors.js';
import { noOptions } from '../operation/operation-options.js';
import type { OperationOptions, SaveManyOptions, WriteOptions } from '../operation/operation-options.js';
import type { DocumentRepository } from '../repository/public-repository.js';
import type { CreateValues } from '../schema/type/given-types.js';
import { describeValue } from '../value/describe-value.js';
import type { FactoryValues } from './factory-values.js';

/** The methods of a repository that a factory calls. */
export type FactoryRepository<T extends object> = Pick<
  DocumentRepository<T>,
  'build' | 'create' | 'saveMany'
>;

/** A source of values: the factory itself. */
interface ValueSource<T> {
  values(overrides: FactoryValues<T>): CreateValues<T>;
}

/** The most documents of one call. */
const mostDocuments = 1_000_000;

/** Makes documents with the values of a factory, by one repository: validated, and with signals, like all others. */
export class RepositoryFactory<T extends object> {
  readonly #documentName: string;
  readonly #factory: ValueSource<T>;
  readonly #repository: FactoryRepository<T>;

  /** @internal Made by `in` and `with` of a factory. */
  constructor(documentName: string, factory: ValueSource<T>, repository: FactoryRepository<T>) {
    this.#documentName = documentName;
    this.#factory = factory;
    this.#repository = repository;
  }

  /** Builds a document and stores nothing, as `build` of the repository does. @throws what that throws, InvalidFactoryError */
  build(overrides: FactoryValues<T> = {}, options: OperationOptions = noOptions): T {
    return this.#repository.build(this.#factory.values(overrides), options);
  }

  /** Builds several documents and stores nothing. @param overrides of each; functions are called for each @throws what `build` throws */
  buildMany(count: number, overrides: FactoryValues<T> = {}, options: OperationOptions = noOptions): T[] {
    this.#assertCount(count);
    return Array.from({ length: count }, () => this.build(overrides, options));
  }

  /** Builds and stores a document, as `create` of the repository does. @throws what that throws, InvalidFactoryError */
  async create(overrides: FactoryValues<T> = {}, options: WriteOptions = noOptions): Promise<T> {
    return this.#repository.create(this.#factory.values(overrides), options);
  }

  /**
   * Builds and stores several documents, as `build` and `saveMany` of the repository do: with the signals of saves, by one command for up
   * to 1,000, or none if any is invalid.
   * @param overrides of each; functions are called for each
   * @throws what `build` and `saveMany` throw, InvalidFactoryError if `count` is not a whole number from 0 to 1,000,000
   */
  async createMany(
    count: number,
    overrides: FactoryValues<T> = {},
    options: SaveManyOptions = noOptions,
  ): Promise<T[]> {
    const { context, session } = options;
    const built = this.buildMany(count, overrides, {
      ...(context && { context }),
      ...(session && { session }),
    });
    return this.#repository.saveMany(built, options);
  }

  /** @throws InvalidFactoryError */
  #assertCount(count: unknown): void {
    if (Number.isInteger(count) && Number(count) >= 0 && Number(count) <= mostDocuments) return;
    throw new InvalidFactoryError(
      this.#documentName,
      `The number of documents is ${typeof count === 'number' ? 'out of range' : describeValue(count)}`,
      'Pass a whole number from 0 to 1,000,000',
    );
  }
}

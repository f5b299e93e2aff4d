import type { FoundToModify } from '../../driver/command/find-and-modify.js';
import { compileSelection } from '../../query/compile-selection.js';
import type { Selection } from '../../query/compile-selection.js';
import { compileSort } from '../../query/compile-sort.js';
import { describeValue } from '../../value/describe-value.js';
import { elementsOf } from '../../value/elements-of.js';
import { assertOptions } from '../assert-options.js';
import { restrict } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import { selectionOf } from '../find/find.js';
import { formOf } from '../find/form.js';
import type { Form } from '../find/form.js';
import type { Operation } from '../operation.js';
import { InvalidOptionsError } from '../operation-errors.js';
import type { RepositoryContext } from '../repository-context.js';

/** Options of a method that changes one document and returns it, as they were given. */
export interface ReturnOptions {
  readonly returns?: unknown;
  readonly sort?: unknown;
  readonly select?: unknown;
}

/** A document that was loaded from the answer to a write, or the error that prevented it: the write stands. */
export interface Returned {
  /** Null if there was none, or it could not be loaded. */
  readonly document: object | null;
  readonly failure?: { readonly error: unknown };
}

/** The choice of the document that a write is about, and of the form in which it is returned. */
export class Returning {
  readonly returns: 'after' | 'before';
  readonly sort: ReadonlyMap<string, 1 | -1> | undefined;
  readonly selection: Selection;
  readonly #form: Form;

  /** @throws InvalidOptionsError, InvalidQueryError for the sort, UnknownPathError */
  constructor(repository: RepositoryContext, options: ReturnOptions) {
    assertOptions(repository, options);
    const { schema } = repository;
    this.returns = returnsOf(schema.name, options.returns);
    this.sort = options.sort === undefined ? undefined : compileSort(schema, options.sort);
    this.selection = selectionFor(repository, options.select);
    // A document as it was before would be saved with differences from what is not stored any more.
    this.#form = formOf({ filter: {}, isReadOnly: this.returns === 'before' }, this.selection);
  }

  /** The document to change, for the driver. */
  found({ repository, session }: Operation, condition: Condition): FoundToModify {
    const { projection } = this.selection;
    return { filter: restrict(repository, condition), sort: this.sort, projection, session };
  }

  /** Loads the document in an answer, and sends the signals of loading. Does not throw. */
  async loaded(operation: Operation, bytes: Buffer | null): Promise<Returned> {
    if (!bytes) return { document: null };
    try {
      const document = this.#form.make(operation, bytes);
      await this.#form.announce(operation, [document]);
      return { document };
    } catch (error) {
      return { document: null, failure: { error } };
    }
  }
}

function returnsOf(documentName: string, returns: unknown): 'after' | 'before' {
  if (returns === undefined || returns === 'after') return 'after';
  if (returns === 'before') return 'before';
  throw new InvalidOptionsError(documentName, '"returns" is unknown', "Pass 'after' or 'before'");
}

function selectionFor(repository: RepositoryContext, select: unknown): Selection {
  if (select === undefined) return selectionOf(repository, {});
  const { schema, family } = repository;
  // Copied first: the list of a caller may lack the methods of lists.
  const paths: readonly unknown[] | undefined = Array.isArray(select) ? elementsOf(select) : undefined;
  if (paths?.every((path) => typeof path === 'string')) return compileSelection(schema, family, paths);
  throw new InvalidOptionsError(
    schema.name,
    `"select" is ${describeValue(select)} and not a list of paths`,
    "Pass a list: { select: ['name'] }",
  );
}

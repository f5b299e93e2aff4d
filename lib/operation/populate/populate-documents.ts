import { assertReferencesShown } from '../../query/populate/assert-loaded.js';
import type { PopulateStep } from '../../query/populate/populate-steps.js';
import { InvalidQueryError } from '../../query/query-errors.js';
import { assertTaken } from '../../reference/assert-taken.js';
import { describeValue } from '../../value/describe-value.js';
import { elementsOf } from '../../value/elements-of.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { OperationOptions } from '../operation-options.js';
import type { RepositoryContext } from '../repository-context.js';
import { holdersOf, visitEach } from './held-values.js';
import { idKey } from './id-key.js';
import { Populate } from './populate.js';
import { Populating } from './populating.js';

/** Fills properties in documents that are at hand. @returns them in a new list */
export async function populateDocuments(
  repository: RepositoryContext,
  given: readonly object[],
  paths: unknown,
  options: OperationOptions,
): Promise<object[]> {
  const documents = listOf(repository, given);
  for (const document of documents) schemaOfDocument(repository, document, 'populate');
  const steps = Populating.stepsOf(repository, paths);
  for (const document of documents) assertIdsLoaded(repository, document, steps);
  takeAssigned(repository, documents, steps);
  assertIds(documents, steps);
  const operation = new Operation(repository, 'populate', options);
  try {
    await new Populate(operation, {}).fill(repository, steps, documents);
    return documents;
  } finally {
    await operation.end();
  }
}

/**
 * Takes the ids of documents that were put beside references and are not saved yet, as a save would: populate replaces these documents.
 * @throws ValidationError with everything that keeps them from being taken
 */
function takeAssigned(
  repository: RepositoryContext,
  documents: readonly object[],
  steps: readonly PopulateStep[],
): void {
  const { states } = repository.memory;
  const only = new Set(steps.map(({ target }) => target.name));
  for (const document of documents) {
    const state = states.find(document);
    const snapshot = typeof state === 'object' ? state : undefined;
    // The others, such as deleted ones, are not saved.
    if (!snapshot && state !== undefined && state !== 'new') continue;
    assertTaken(schemaOfDocument(repository, document, 'populate'), document, { snapshot, states, only });
  }
}

/** Checks the ids that the documents hold before anything is sent. @throws InvalidFilterError for one that no document can have */
function assertIds(documents: readonly object[], steps: readonly PopulateStep[]): void {
  for (const { target, holders, reference, schema } of steps) {
    if (target.kind !== 'belongsTo') continue;
    const { name, type } = reference.field;
    for (const holder of holdersOf(documents, holders))
      visitEach(type, (holder as Record<string, unknown>)[name], (id) => idKey(schema, id));
  }
}

/** @throws InvalidQueryError unless it is a list */
function listOf({ schema }: RepositoryContext, given: unknown): object[] {
  if (Array.isArray(given)) return elementsOf(given as object[]);
  throw new InvalidQueryError(
    schema.name,
    `populate was given ${describeValue(given)} and not a list of documents`,
    'Pass a list, also for one document: populate([document], paths)',
  );
}

/** @throws InvalidQueryError for a partial document that was loaded without the ids */
function assertIdsLoaded(
  { schema, memory }: RepositoryContext,
  document: object,
  steps: readonly PopulateStep[],
): void {
  const state = memory.states.find(document);
  const loaded = typeof state === 'object' ? state.loaded : undefined;
  if (loaded) assertReferencesShown(schema, steps, { shows: (name) => loaded.has(name) });
}

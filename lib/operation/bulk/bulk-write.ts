import { outcomeOf } from '../../driver/errors/write-outcome.js';
import { joinedError } from '../announce/joined-error.js';
import { haveRules } from '../delete-rules/have-rules.js';
import { inTransaction } from '../delete-rules/in-transaction.js';
import { buildEach } from '../build/build-each.js';
import { schemaOfDocument } from '../concrete-schema.js';
import { Operation } from '../operation.js';
import type { BulkWriteOptions } from '../operation-options.js';
import { DocumentAlreadyStoredError } from '../operation-errors.js';
import type { RepositoryContext } from '../repository-context.js';
import { Saving } from '../save/saving.js';
import { validateEach } from '../save/validate-each.js';
import { findSnapshot } from '../stored-snapshot.js';
import { selectedBy } from '../update/update-request.js';
import type { Selected } from '../update/update-request.js';
import type { BulkPart } from '../write/bulk-part.js';
import { BulkOutcomes, sendParts } from '../write/send-parts.js';
import { ValidationError } from '../../validation/validation-error.js';
import { issueAt } from '../../validation/validation-issue.js';
import { BulkCounts } from './bulk-counts.js';
import type { BulkWriteResult } from './bulk-counts.js';
import { DeleteStep } from './delete-step.js';
import { InsertStep } from './insert-step.js';
import { UpdateStep } from './update-step.js';
import { UpsertStep } from './upsert-step.js';
import { readParts } from './write-part.js';
import type { GivenPart } from './write-part.js';
import type { WriteStep } from './write-step.js';

/** Carries out several writes by as few commands as possible. Read from top to bottom, this is everything it does. */
export async function bulkWrite(
  repository: RepositoryContext,
  given: unknown,
  options: BulkWriteOptions,
): Promise<BulkWriteResult> {
  const parts = readParts(repository.schema, given);
  const selected = new Map(parts.map((part) => [part.index, selectedOf(repository, part, options)]));
  const write = (): Promise<BulkWriteResult> => writeParts(repository, parts, selected, options);
  const isRuled = parts.some(isDelete) && haveRules(repository, options);
  return isRuled ? inTransaction(repository, options, write) : write();
}

function isDelete({ kind }: Pick<GivenPart, 'kind'>): boolean {
  return kind === 'deleteOne' || kind === 'deleteMany';
}

async function writeParts(
  repository: RepositoryContext,
  parts: readonly GivenPart[],
  selected: ReadonlyMap<number, Selected | undefined>,
  options: BulkWriteOptions,
): Promise<BulkWriteResult> {
  const operation = new Operation(repository, 'bulkWrite', options);
  try {
    const inserts = insertSteps(operation, parts);
    const steps = parts.map(
      (part) =>
        inserts.get(part.index) ?? stepOf(operation, part, selected.get(part.index) as Selected, options),
    );
    for (const step of steps) if (step instanceof DeleteStep) await step.prepare();
    for (const step of steps) await announced(operation, step);
    const savings = [...inserts].map(([index, { saving }]) => [index, saving] as const);
    await validateEach(operation, savings);
    for (const [, saving] of savings) await saving.revise();
    const outcomes = new BulkOutcomes(operation);
    const counts = new BulkCounts();
    await write(operation, steps, options.ordered ?? true, outcomes, counts);
    const postSignalError = await announceEach(steps, outcomes, counts);
    const error = outcomes.errorWith(postSignalError);
    if (error) throw error;
    return counts.result(repository.schema, inserts);
  } catch (error) {
    throw operation.failedBy(error);
  } finally {
    await operation.end();
  }
}

/** Compiles the filter of a part; undefined for an insert. @throws what `selectedBy` throws */
function selectedOf(
  repository: RepositoryContext,
  { kind, fields }: GivenPart,
  options: BulkWriteOptions,
): Selected | undefined {
  if (kind === 'insertOne') return undefined;
  return selectedBy(repository, 'bulkWrite', fields['filter'] as object, options);
}

/** Builds and locks the documents to be inserted. @throws what `buildEach` throws, DocumentAlreadyStoredError, ParallelWriteError */
function insertSteps(operation: Operation, parts: readonly GivenPart[]): Map<number, InsertStep> {
  const { repository } = operation;
  const inserts = parts.filter(({ kind }) => kind === 'insertOne');
  const documents = buildEach(
    operation,
    inserts.map(({ fields }) => fields['document'] as object),
  );
  if (new Set(documents).size < documents.length)
    throw new DocumentAlreadyStoredError(repository.schema.name, 'bulkWrite');
  const schemas = documents.map((document) => schemaOfDocument(repository, document, 'bulkWrite'));
  for (const document of documents)
    if (findSnapshot(repository, document, 'bulkWrite'))
      throw new DocumentAlreadyStoredError(repository.schema.name, 'bulkWrite');
  operation.lock(documents);
  return new Map(
    schemas.map((schema, place) => {
      const { index } = inserts[place] as GivenPart;
      const saving = new Saving(operation, schema, documents[place] as object);
      return [index, new InsertStep(index, operation, saving)];
    }),
  );
}

function stepOf(
  operation: Operation,
  { index, kind, fields }: GivenPart,
  selected: Selected,
  { ignoreUndefined = false }: BulkWriteOptions,
): WriteStep {
  const many = kind === 'updateMany' || kind === 'deleteMany';
  if (kind === 'upsertOne')
    return new UpsertStep(index, operation, selected, fields['update'], ignoreUndefined);
  return isDelete({ kind })
    ? new DeleteStep(index, operation, selected, many)
    : new UpdateStep(index, operation, selected, fields['update'], many, ignoreUndefined);
}

/** Sends the signals before a part. @throws ValidationError with paths that begin with the index, and what receivers throw */
async function announced({ repository }: Operation, step: WriteStep): Promise<void> {
  try {
    await step.announce?.();
  } catch (error) {
    if (!(error instanceof ValidationError) || step instanceof InsertStep) throw error;
    const issues = error.issues.map((issue) => issueAt(step.index, issue));
    throw new ValidationError(repository.schema.name, issues, error.total);
  }
}

/** Writes the parts in their order, or without an order: first those that are sent together. */
async function write(
  operation: Operation,
  steps: readonly WriteStep[],
  ordered: boolean,
  outcomes: BulkOutcomes,
  counts: BulkCounts,
): Promise<void> {
  const all = steps.map((step) => ({ step, part: step.part() }));
  const alone = all.filter(({ part }) => !part).map(({ step }) => step);
  let waiting: BulkPart[] = [];
  for (const { step, part } of ordered ? all : all.filter((each) => each.part)) {
    if (part) waiting.push(part);
    else {
      await send(operation, waiting, ordered, outcomes, counts);
      waiting = [];
      await carryOut(step, ordered, outcomes, counts);
    }
  }
  await send(operation, waiting, ordered, outcomes, counts);
  if (!ordered) for (const step of alone) await carryOut(step, ordered, outcomes, counts);
}

async function send(
  operation: Operation,
  parts: readonly BulkPart[],
  ordered: boolean,
  outcomes: BulkOutcomes,
  counts: BulkCounts,
): Promise<void> {
  if (outcomes.isStopped(ordered)) {
    outcomes.skip(parts);
    return;
  }
  for await (const answer of sendParts(operation, parts, ordered)) {
    counts.add(answer);
    outcomes.add(answer.outcome, answer.cause);
  }
}

/** Carries out a part document by document. Its error is that of the part, also the veto of a receiver. */
async function carryOut(
  step: WriteStep,
  ordered: boolean,
  outcomes: BulkOutcomes,
  counts: BulkCounts,
): Promise<void> {
  if (outcomes.isStopped(ordered)) {
    outcomes.skip([step]);
    return;
  }
  const { index } = step;
  try {
    const carriedOut = await step.carryOut?.();
    if (carriedOut) counts.addOf(index, carriedOut);
    outcomes.applied.push(index);
  } catch (error) {
    if (outcomeOf(error) === 'unknown') outcomes.addUnknown(index, error);
    else outcomes.failures.push({ index, error: error as Error });
  }
}

/**
 * Sends the signals after the writes that are applied, in the order of the parts.
 * @returns the error of receivers instead of throwing it, so that neither it nor the error of a write hides the other
 */
async function announceEach(
  steps: readonly WriteStep[],
  outcomes: BulkOutcomes,
  counts: BulkCounts,
): Promise<Error | undefined> {
  const [applied, uncertain] = [new Set(outcomes.applied), new Set(outcomes.uncertain)];
  for (const step of steps) if (applied.has(step.index)) step.markApplied?.();
  let failure: Error | undefined;
  for (const step of steps) {
    if (uncertain.has(step.index)) step.unknown();
    else if (!applied.has(step.index)) step.notApplied?.();
    else
      try {
        await step.applied(counts.of(step.index));
      } catch (error) {
        failure = joinedError(failure, error as Error);
      }
  }
  return failure;
}

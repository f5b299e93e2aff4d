import type { UpdateResult } from '../../lifecycle/update-result.js';
import type { PostUpdate, SignalPayload } from '../../lifecycle/payloads.js';
import { postUpdate, preUpdate } from '../../lifecycle/signals.js';
import type { WrittenDocument } from '../../transaction/notices.js';
import type { SignalPhase } from '../../signal/phase.js';
import { compileUpdate } from '../../update/compile-update.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import { InsertedPart } from '../../update/insert/inserted-part.js';
import { missingIn, toReplacement } from '../../update/replacement.js';
import { UpdateDraft } from '../../update/update-draft.js';
import type { ClosedUpdate } from '../../update/update-draft.js';
import type { UpdateCompiling } from '../../update/update-parts.js';
import type { WriteKind } from '../../lifecycle/document-write.js';
import { announce, prepareFor } from '../announce/announcement.js';
import { FilterWrite, knownDocument } from '../announce/filter-write.js';
import type { KnownDocument, WrittenUnseen } from '../announce/filter-write.js';
import { schemaOfDocument } from '../concrete-schema.js';
import type { Condition } from '../concrete-schema.js';
import type { Query } from '../find/query.js';
import type { Operation } from '../operation.js';
import { assertUpdatesByFilter } from './update-by-filter-refused-error.js';
import { UpdatedDocuments } from './updated-documents.js';
import { warnOfSaves } from './warn-of-saves.js';
import { givenAtInsert } from './given-at-insert.js';

/** The document that an update of one has changed or inserted. */
export interface UpdatedOne extends KnownDocument {
  /** The document as the operation returns it, if it does. */
  readonly document?: object;
}

/** The document that an operation returns, as `applied` takes it; undefined if it returns none. */
export function updatedOne(document: object | null): UpdatedOne | undefined {
  return document ? { ...knownDocument(document), document } : undefined;
}

/** The result of an update that was not applied. */
const nothing: UpdateResult = Object.freeze({ matchedCount: 0, modifiedCount: 0 });

/**
 * Announces one update by a filter: before it, after it, and at the end of its transaction, or of the operation if it has no transaction.
 * Neither applied nor not applied is told if the outcome is unknown.
 */
export class UpdateAnnouncement {
  readonly #draft: UpdateDraft;
  readonly #filter: object;
  readonly #write: FilterWrite;
  #documents: UpdatedDocuments | undefined;
  #isAnnounced = false;
  #isSettled = false;
  #closed: ClosedUpdate | undefined;

  /**
   * @param selected with the filter as receivers see it
   * @param many whether all documents that match are updated
   * @param kind the kind of write for `postWrite`
   * @throws InvalidUpdateError; UpdateByFilterRefusedError; UnmanagedTransactionError if a receiver waits for the end of a transaction that
   * the library cannot observe
   */
  constructor(
    private readonly operation: Operation,
    selected: WrittenUnseen,
    update: unknown,
    private readonly many: boolean,
    kind: WriteKind = 'update',
  ) {
    const { schema } = operation.repository;
    assertUpdatesByFilter(schema, operation.origin);
    warnOfSaves(operation.repository);
    this.#draft = new UpdateDraft(schema, update);
    prepareFor(operation, postUpdate, schema.documentClass);
    this.#filter = selected.filter;
    this.#write = new FilterWrite(operation, kind, selected);
    operation.beforeEnd(() => {
      if (this.#isAnnounced && !this.#isSettled && !operation.commands.mayBeApplied)
        this.#note(nothing, false);
    });
  }

  /** Adds a change that the library makes itself, which receivers do not see. */
  addOwn(path: string, change: unknown): void {
    UpdateDraft.addOwn(this.#draft, path, change);
  }

  /**
   * Loads the documents if a listener asks for them. Called first, if at all.
   * @param query with a limit for an update of one
   * @returns the condition of the update: those of the loaded documents that still match; as given if nobody asks
   */
  async conditionFor(query: Query): Promise<Condition> {
    this.#documents = await UpdatedDocuments.of(this.operation, query);
    return this.#documents?.condition ?? query;
  }

  /** The same for an upsert: where no document was loaded, one that comes meanwhile is updated instead of a second one inserted. */
  async conditionForUpsert(query: Query): Promise<Condition> {
    const condition = await this.conditionFor(query);
    return this.#documents?.before.length === 0 ? query : condition;
  }

  /**
   * Sends `preUpdate`, and compiles the update with the changes of its receivers.
   * @throws what receivers throw: a veto; what `compileUpdate` throws
   */
  async compiled(ignoreUndefined: boolean): Promise<CompiledUpdate> {
    await this.#announce();
    return compileUpdate(this.operation.repository.schema, this.#changes, this.#compiling(ignoreUndefined));
  }

  /**
   * Sends `preUpdate`, and compiles the update with what a document gets that it inserts.
   * @throws what `compiled` throws; ValidationError too if a document could not be inserted; InvalidUpdateError for a pipeline
   */
  async compiledAsUpsert(ignoreUndefined: boolean): Promise<CompiledUpdate> {
    await this.#announce();
    const { operation } = this;
    const { schema } = operation.repository;
    const given = givenAtInsert(operation);
    const inserted = new InsertedPart(schema, this.#changes, {
      ...{ filter: this.#filter, given, ignoreUndefined },
    });
    return compileUpdate(schema, this.#changes, this.#compiling(ignoreUndefined), inserted);
  }

  /**
   * Sends `preUpdate`, and compiles an update that sets all fields into one that replaces the document.
   * @throws what `compiled` throws; ValidationError too for required fields without a value; InvalidUpdateError for anything but whole fields
   */
  async compiledAsReplacement(): Promise<CompiledUpdate> {
    await this.#announce();
    const { schema } = this.operation.repository;
    const missing = missingIn(schema, this.#changes);
    return toReplacement(schema, await compileUpdate(schema, this.#changes, this.#compiling(true), missing));
  }

  async #announce(): Promise<void> {
    const { operation, many } = this;
    this.#isAnnounced = true;
    await announce(operation, preUpdate, operation.repository.schema.documentClass, {
      ...{ filter: this.#filter, update: this.#draft, many },
      ...(this.#documents && { documents: this.#documents.before }),
    });
  }

  #compiling(ignoreUndefined: boolean): UpdateCompiling {
    const { timeout, behaviours, repository } = this.operation;
    return { undeclared: repository.memory.undeclared, timeout, ignoreUndefined, behaviours };
  }

  /**
   * Notes that the update was applied, and sends `postUpdate`.
   * @param one the document that was updated or inserted, if it is known
   * @throws PostSignalError
   */
  async applied(result: UpdateResult, one?: UpdatedOne): Promise<void> {
    this.#isSettled = true;
    if (this.#isAwaited('afterCommit') || (this.operation.attempt && this.#isAwaited('notApplied')))
      this.#note(result, true, one?.document);
    if (one) this.#write.appliedTo(one, result.created ? 'insert' : undefined);
    else this.#write.applied(result.created ? 1 : result.modifiedCount);
    const { documentClass } = this.operation.repository.schema;
    const documents = await this.#documents?.after();
    await announce(this.operation, postUpdate, documentClass, {
      ...this.#parts(result, one?.document),
      ...(documents && { documents }),
    });
  }

  /** Notes that it is unknown whether the update was applied: nothing is told then. */
  unknown(): void {
    this.#isSettled = true;
    this.#write.unknown();
  }

  /** The update, which receivers cannot change any more. */
  get #changes(): ClosedUpdate {
    return (this.#closed ??= UpdateDraft.close(this.#draft));
  }

  #parts(
    result: UpdateResult,
    document?: object,
  ): Omit<PostUpdate<object>, keyof SignalPayload<string, unknown>> {
    const { many } = this;
    return { filter: this.#filter, update: this.#changes.sent, many, result, ...(document && { document }) };
  }

  #isAwaited(phase: SignalPhase): boolean {
    const { bus, schema } = this.operation.repository;
    return bus.hasReceivers(postUpdate, schema.documentClass, phase);
  }

  #note(result: UpdateResult, isApplied: boolean, document?: object): void {
    const { repository, origin, label, context, attempt, notices } = this.operation;
    if (!isApplied && !this.#isAwaited('notApplied')) return;
    notices.add({
      ...{ signal: postUpdate, sender: repository.schema.documentClass, isApplied, origin, label, context },
      ...{ attempt: attempt?.number, transactionId: attempt?.run.id, isOfMany: false },
      ...{ created: undefined, changed: undefined, parts: this.#parts(result) },
      written: document ? this.#written(document) : [],
    });
  }

  /** The document for receivers of later phases, who get a copy; none of one that was returned as it was before. */
  #written(document: object): WrittenDocument[] {
    const { notices, origin, repository } = this.operation;
    const snapshot = repository.memory.states.find(document);
    if (typeof snapshot !== 'object') return [];
    const schema = schemaOfDocument(repository, document, origin);
    return [{ number: notices.numberOf(document), schema, snapshot }];
  }
}

import { assertSettable, setField } from '../../schema/set-field.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { withDifferences } from '../../state/change/with-differences.js';
import { ValueSnapshot } from '../../state/snapshot/value-snapshot.js';
import { schemaOfDocument } from '../concrete-schema.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { getSnapshot } from '../stored-snapshot.js';
import { filterById } from '../write/loaded-filter.js';
import { selectedById } from '../update/update-request.js';
import type { Selected } from '../update/update-request.js';

/** The document of a lease: an object in memory, or only its id. */
export class LeasedDocument {
  readonly selected: Selected;
  readonly #document: object | undefined;
  readonly #schema: RootSchema;

  /** @throws InvalidFilterError if it is neither a document of the class nor an id that one can have */
  constructor(
    private readonly repository: RepositoryContext,
    private readonly origin: 'renew' | 'release',
    given: unknown,
    options: object,
  ) {
    const { schema } = repository;
    this.#document = given instanceof schema.documentClass ? given : undefined;
    this.#schema = this.#document ? schemaOfDocument(repository, given, origin) : schema;
    this.selected = this.#document
      ? this.#selected(this.#document)
      : selectedById(repository, given, options);
  }

  #selected(document: object): Selected {
    const { name } = this.#schema.id.field;
    const id: unknown = (document as Record<string, unknown>)[name];
    const filter = filterById(this.#schema, getSnapshot(this.repository, document, this.origin));
    return { filter: Object.freeze({ [name]: id }), id, condition: { filter } };
  }

  /** Locks the object. @throws what `Operation.lock` throws, FieldNotWritableError */
  lock(operation: Operation, fields: readonly string[]): void {
    if (!this.#document) return;
    operation.lock([this.#document]);
    for (const name of fields) assertSettable(this.#schema, this.#document, name);
  }

  /** Gives the object the values that were stored, so that a save does not write them again. */
  write(values: Readonly<Record<string, unknown>>): void {
    const document = this.#document;
    if (!document) return;
    const { stored, baseline, loaded } = getSnapshot(this.repository, document, this.origin);
    const writes = Object.entries(values).map(([name, after]) => ({
      keys: [this.#schema.fieldsByName.get(name)?.key as string],
      after,
    }));
    const next = withDifferences(stored, writes);
    for (const [name, value] of Object.entries(values)) setField(this.#schema, document, name, value);
    this.repository.memory.states.set(
      document,
      new ValueSnapshot(
        next,
        stored === baseline ? next : withDifferences(baseline, writes),
        loaded && new Set([...loaded, ...Object.keys(values)]),
      ),
    );
  }
}

import type { PopulateStep } from '../../query/populate/populate-steps.js';
import type { FieldType, RootSchema } from '../../schema/document-schema.js';
import { setField } from '../../schema/set-field.js';
import { contentKey } from '../../value/equality/content-key.js';
import type { Plain } from '../../value/plain-object.js';
import { loadAll, readAll, selectionOf } from '../find/find.js';
import { compileId } from '../find/find-by-id.js';
import type { Query } from '../find/query.js';
import { noteTarget } from '../../reference/known-targets.js';
import { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { valuesAt } from './held-values.js';
import { idKey, LoadedTargets } from './loaded-targets.js';

/** The number of ids that one command asks for. */
const idsPerCommand = 10_000;

/** The greatest int32: the server sends as much as a reply holds. */
const wholeReplies = 2 ** 31 - 1;

/** Fills the properties that the steps name, in documents that an operation has loaded; by one find for each step. */
export class Populate {
  readonly #targets = new LoadedTargets();

  /** @param query the options for all that is loaded */
  constructor(
    private readonly operation: Operation,
    private readonly query: Pick<Query, 'isReadOnly' | 'server'>,
  ) {}

  async fill(
    repository: RepositoryContext,
    steps: readonly PopulateStep[],
    parents: readonly object[],
  ): Promise<void> {
    for (const step of steps) {
      const target = repository.ofSchema(step.schema);
      const found =
        step.target.kind === 'belongsTo'
          ? await this.#fillWithReferred(target, step, parents)
          : await this.#fillWithReferring(repository, target, step, parents);
      await this.fill(target, step.below, found);
    }
  }

  /** Fills properties with the documents whose ids their holders have. @returns these, each once */
  async #fillWithReferred(
    target: RepositoryContext,
    step: PopulateStep,
    parents: readonly object[],
  ): Promise<object[]> {
    const { schema } = target;
    const { field } = step.reference;
    const holders = parents.flatMap((each) => valuesAt(each, step.holders)) as Record<string, unknown>[];
    const ids = new Map<string, unknown>();
    for (const holder of holders)
      for (const id of valuesAt(holder, [field.name])) ids.set(...keyAndId(schema, id));
    const asked = this.#targets.ask(schema, ids);
    for (const document of await this.#load(target, schema.id.field.key, asked, {}))
      this.#targets.add(schema, document);
    const find = (id: unknown): object | undefined => this.#targets.find(schema, idKey(schema, id));
    for (const holder of holders) {
      const found = replaced(field.type, holder[field.name], find);
      setField(step.holder, holder, step.target.name, found);
      noteTarget(holder, step.target.name, found, holder[field.name]);
    }
    return [...ids.keys()].flatMap((key) => this.#targets.find(schema, key) ?? []);
  }

  /** Fills properties with the documents that have the ids of their holders. @returns these, each once */
  async #fillWithReferring(
    { schema: own }: RepositoryContext,
    target: RepositoryContext,
    step: PopulateStep,
    parents: readonly object[],
  ): Promise<object[]> {
    const { name: idName } = own.id.field;
    const { names, keyPath } = step.reference;
    const ids = new Map<string, unknown>();
    for (const parent of parents) for (const id of valuesAt(parent, [idName])) ids.set(...keyAndId(own, id));
    const isOne = step.target.kind === 'hasOne';
    const sort = isOne ? { sort: new Map([['_id', 1 as const]]) } : {};
    const loaded = await this.#load(target, keyPath, [...ids.values()], sort);
    const documents = loaded.map((each) => this.#targets.add(step.schema, each));
    const byParent = new Map<string, Set<object>>();
    for (const document of documents) {
      for (const id of valuesAt(document, names)) {
        const key = idKey(own, id);
        byParent.set(key, (byParent.get(key) ?? new Set()).add(document));
      }
    }
    for (const parent of parents) {
      const [id] = valuesAt(parent, [idName]);
      const found = id === undefined ? [] : [...(byParent.get(idKey(own, id)) ?? [])];
      setField(step.holder, parent, step.target.name, isOne ? (found[0] ?? null) : found);
    }
    return [...new Set(documents)];
  }

  /** Loads the documents that have one of the values at a path; the values are in the server's form. */
  async #load(
    target: RepositoryContext,
    keyPath: string,
    values: readonly unknown[],
    sort: Pick<Query, 'sort'>,
  ): Promise<object[]> {
    const documents: object[] = [];
    for (let from = 0; from < values.length; from += idsPerCommand) {
      const filter: Plain = { [keyPath]: { $in: values.slice(from, from + idsPerCommand) } };
      documents.push(...(await this.#loadMatching(target, { ...this.query, ...sort, filter })));
    }
    return documents;
  }

  async #loadMatching(target: RepositoryContext, query: Query): Promise<object[]> {
    const { session } = this.operation;
    const options = session ? { session } : {};
    const operation = new Operation(target, 'populate', options, this.operation);
    try {
      const selection = selectionOf(target, query);
      const asked = { ...query, server: { ...query.server, batchSize: wholeReplies } };
      return await loadAll(operation, query, selection, await readAll(operation, asked, selection));
    } finally {
      await operation.end();
    }
  }
}

function keyAndId(schema: RootSchema, id: unknown): [key: string, id: unknown] {
  const compiled = compileId(schema, id);
  return [contentKey(compiled), compiled];
}

/** The value of a reference with documents in place of ids: null for a missing one, lists and maps without them. */
function replaced(type: FieldType, value: unknown, find: (id: unknown) => object | undefined): unknown {
  if (type.kind === 'array')
    return Array.isArray(value) ? value.flatMap((each) => replaced(elementOf(type), each, find) ?? []) : [];
  if (type.kind !== 'map') return value === undefined || value === null ? null : (find(value) ?? null);
  const entries = value instanceof Map ? [...(value as Map<string, unknown>)] : [];
  return new Map(
    entries.flatMap(([key, each]) => {
      const document = replaced(elementOf(type), each, find);
      return document ? [[key, document]] : [];
    }),
  );
}

function elementOf(type: FieldType): FieldType {
  return 'of' in type ? type.of : type;
}

import type { PopulateStep } from '../../query/populate/populate-steps.js';
import { setField } from '../../schema/set-field.js';
import { noteTarget } from '../../reference/known-targets.js';
import type { Operation } from '../operation.js';
import type { RepositoryContext } from '../repository-context.js';
import { holdersOf, replaced, visitEach } from './held-values.js';
import { idKey, IdSet } from './id-key.js';
import { TargetLoader } from './load-targets.js';
import type { SharedOptions } from './load-targets.js';
import { LoadedTargets } from './loaded-targets.js';
import type { TargetView } from './loaded-targets.js';
import { DanglingReferenceError } from './populate-errors.js';

type Holder = Record<string, unknown>;

/** Fills the properties that the steps name, in documents that an operation has loaded; by one command for each step. */
export class Populate {
  readonly #targets: LoadedTargets;

  /** @param shared the options for all that is loaded */
  constructor(
    private readonly operation: Operation,
    private readonly shared: SharedOptions,
  ) {
    this.#targets = new LoadedTargets(shared.isPlain ?? false);
  }

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
      if (step.below.length > 0) await this.fill(target, step.below, found);
    }
  }

  /** Fills properties with the documents whose ids their holders have. @returns these, each once */
  async #fillWithReferred(
    target: RepositoryContext,
    step: PopulateStep,
    parents: readonly object[],
  ): Promise<object[]> {
    const { schema } = target;
    const { name, type } = step.reference.field;
    const view = this.#targets.viewOf(step);
    const holders = holdersOf(parents, step.holders) as readonly Holder[];
    const ids = new IdSet(schema);
    for (const holder of holders)
      visitEach(type, holder[name], (id) => {
        ids.add(id);
      });
    const order = new Map<object, number>();
    await this.#loader(target, step).load(schema.id.field.key, schema, view.ask(ids), (documents) => {
      for (const document of view.add(documents)) order.set(document, order.size);
    });
    await reportMissing(step, ids, view);
    const find = (id: unknown): object | null => view.find(idKey(schema, id)) ?? null;
    for (const holder of holders) {
      const found = chosen(step, replaced(type, holder[name], find), order);
      setField(step.holder, holder, step.target.name, found);
      if (!this.shared.isPlain) noteTarget(holder, step.target.name, found, holder[name]);
    }
    return [...new Set(ids.entries.flatMap(([key]) => view.find(key) ?? []))];
  }

  /** Fills properties with the documents that have the ids of their holders. @returns these, each once */
  async #fillWithReferring(
    { schema: own }: RepositoryContext,
    target: RepositoryContext,
    step: PopulateStep,
    parents: readonly object[],
  ): Promise<object[]> {
    const { fields, field, keyPath } = step.reference;
    const isOne = step.target.kind === 'hasOne';
    const view = this.#targets.viewOf(step);
    const idOf = (parent: object): unknown => (parent as Holder)[own.id.field.name];
    const ids = new IdSet(own);
    for (const parent of parents)
      visitEach(own.id.field.type, idOf(parent), (id) => {
        ids.add(id);
      });
    const found = new Map<string, object[]>();
    await this.#loader(target, step).load(keyPath, own, ids.entries, (documents, keys) => {
      for (const key of keys) found.set(key, []);
      const asked = new Map(keys.map((key) => [key, found.get(key)]));
      for (const document of view.add(documents)) {
        for (const holder of holdersOf([document], fields.slice(0, -1)) as Holder[])
          visitEach(field.type, holder[field.name], (id) => {
            const list = asked.get(idKey(own, id));
            if (list && list.at(-1) !== document) list.push(document);
          });
      }
    });
    const limit = isOne ? 1 : (step.options.limit ?? Infinity);
    for (const list of found.values()) if (list.length > limit) list.length = limit;
    for (const parent of parents) {
      const id = idOf(parent);
      const list = (id === undefined ? undefined : found.get(idKey(own, id))) ?? [];
      setField(step.holder, parent, step.target.name, isOne ? (list[0] ?? null) : [...list]);
    }
    return [...new Set([...found.values()].flat())];
  }

  #loader(target: RepositoryContext, step: PopulateStep): TargetLoader {
    return new TargetLoader(this.operation, target, step, this.shared);
  }
}

/** Tells of ids without a document, if the step asks for that. @throws DanglingReferenceError, and what the function of the caller throws */
async function reportMissing(step: PopulateStep, ids: IdSet, view: TargetView): Promise<void> {
  const { onMissing } = step.options;
  if (!onMissing) return;
  const missing = ids.entries.filter(([key]) => !view.find(key)).map(([, id]) => id);
  if (missing.length === 0) return;
  if (onMissing === 'throw') throw new DanglingReferenceError(step, missing.length);
  await onMissing(missing);
}

/** The value of a property, a list sorted and cut as the step says. */
function chosen(
  { options: { sort, limit } }: PopulateStep,
  value: unknown,
  order: ReadonlyMap<object, number>,
): unknown {
  if (!Array.isArray(value) || (!sort && limit === undefined)) return value;
  const place = (document: object): number => order.get(document) ?? 0;
  const list = value as object[];
  return (sort ? list.sort((a, b) => place(a) - place(b)) : list).slice(0, limit);
}

import { collectionOf, steps } from './steps.js';
import type { ClassName, CollectionName, Step, Stored, Tree } from './steps.js';

/** The stored documents. */
export type Graph = Readonly<Record<CollectionName, readonly Stored[]>>;

/** A document and what fills it, without its other values. */
export interface View {
  readonly id: string;
  readonly className: string;
  readonly filled: Readonly<Record<string, unknown>>;
}

/** A command: what it reads, and the number of ids that it asks for. */
export type Asked = readonly [collection: string, ids: number];

/** Options of all that fills documents, as populate takes them. */
export interface Options {
  /** The least rank of documents that are found. */
  readonly least?: number | undefined;
  /** The order of lists by rank, and by id where that is the same. */
  readonly sort?: 'asc' | 'desc' | undefined;
  readonly limit?: number | undefined;
  readonly withDeleted?: boolean | undefined;
}

/** Populate in memory, by looking at every document. */
export class Model {
  constructor(
    private readonly graph: Graph,
    private readonly options: Options = {},
  ) {}

  /** The cities that a query without a filter finds. */
  get roots(): readonly Stored[] {
    return this.#stored('City').filter(({ deletedAt }) => deletedAt === undefined);
  }

  view(document: Stored, className: ClassName, tree: Tree): View {
    const filled = [...tree].map(([path, below]) => {
      const step = steps[className][path] as Step;
      const show = (found: Stored | undefined) => (found ? this.view(found, step.to, below) : null);
      return [path, this.#filled(step, document, show)];
    });
    return {
      id: String(document._id),
      className: document._type ?? (className === 'Sight' ? 'Sight' : 'City'),
      filled: Object.fromEntries(filled),
    };
  }

  /** The commands that read what fills some documents. */
  commands(parents: readonly Stored[], className: ClassName, tree: Tree): readonly Asked[] {
    const sent: Asked[] = [];
    this.#fill(parents, className, tree, new Map(), sent);
    return sent;
  }

  #fill(
    parents: readonly Stored[],
    className: ClassName,
    tree: Tree,
    known: Map<ClassName, Set<string>>,
    sent: Asked[],
  ): void {
    for (const [path, below] of tree) {
      const step = steps[className][path] as Step;
      const already = known.get(step.to) ?? new Set();
      known.set(step.to, already);
      const isReferred = step.refersBy === undefined;
      const ids = distinct(parents.flatMap((each) => (isReferred ? idsIn(step, each) : [each._id])));
      const asked = isReferred ? ids.filter((id) => !already.has(String(id))) : ids;
      if (asked.length > 0) sent.push([collectionOf(step.to), asked.length]);
      const found = isReferred
        ? ids.flatMap((id) => this.#find(step.to, id) ?? [])
        : this.#all(step.to).filter((each) => ids.some((id) => refers(step, each, id)));
      // Of the documents that refer to one only the first is gone on with.
      const kept =
        step.kind === 'first'
          ? distinctDocuments(ids.flatMap((id) => this.#referring(step, id).slice(0, 1)))
          : found;
      for (const id of [...asked.filter(() => isReferred), ...found.map((each) => each._id)])
        already.add(String(id));
      this.#fill(kept, step.to, below, known, sent);
    }
  }

  #filled(step: Step, document: Stored, show: (found: Stored | undefined) => View | null): unknown {
    const referring = step.refersBy ? this.#referring(step, document._id) : [];
    if (step.kind === 'many') return this.#chosen(referring).map(show);
    if (step.kind === 'first') return show(this.#chosen(referring)[0]);
    if (step.holder === 'tours') return document.tours.map((tour: Stored) => this.#held(step, tour, show));
    const holder = step.holder ? document.tour : document;
    return holder && this.#held(step, holder, show);
  }

  #held(
    { kind, to, field }: Step,
    holder: Stored,
    show: (found: Stored | undefined) => View | null,
  ): unknown {
    const value: unknown = holder[field];
    if (kind === 'one') return show(this.#find(to, value));
    if (kind === 'list') {
      const found = ((value ?? []) as unknown[]).flatMap((id) => this.#find(to, id) ?? []);
      return this.#chosen(found).map(show);
    }
    const entries = Object.entries((value ?? {}) as Stored).map(([key, id]) => [
      key,
      show(this.#find(to, id)),
    ]);
    return Object.fromEntries(entries.filter(([, found]) => found !== null));
  }

  /** In the order of their ids. */
  #referring(step: Step, id: unknown): readonly Stored[] {
    return this.#all(step.to)
      .filter((each) => refers(step, each, id))
      .toSorted(byId);
  }

  #chosen(documents: readonly Stored[]): readonly Stored[] {
    const { sort, limit } = this.options;
    const sign = sort === 'desc' ? -1 : 1;
    const sorted = sort ? documents.toSorted((a, b) => sign * (a.rank - b.rank) || byId(a, b)) : documents;
    return sorted.slice(0, limit);
  }

  #find(className: ClassName, id: unknown): Stored | undefined {
    return this.#all(className).find((each) => String(each._id) === String(id));
  }

  /** Those that populate finds. */
  #all(className: ClassName): readonly Stored[] {
    const { least = 0, withDeleted } = this.options;
    return this.#stored(className).filter(
      ({ deletedAt, rank }) => rank >= least && (withDeleted === true || deletedAt === undefined),
    );
  }

  #stored(className: ClassName): readonly Stored[] {
    return this.graph[collectionOf(className)].filter(
      ({ _type }) => className !== 'Capital' || _type === 'Capital',
    );
  }
}

function byId(a: Stored, b: Stored): number {
  const [first, second] = [String(a._id), String(b._id)];
  return first === second ? 0 : first < second ? -1 : 1;
}

function refers({ refersBy = () => [] }: Step, document: Stored, id: unknown): boolean {
  return distinct(refersBy(document)).some((each) => distinct([each, id]).length === 1);
}

/** The ids in a document for a step, each as often as it occurs. */
function idsIn({ holder, field }: Step, document: Stored): unknown[] {
  const held = holder ? document[holder] : document;
  const holders = (Array.isArray(held) ? held : [held]) as (Stored | undefined)[];
  return holders.flatMap((each) => {
    const value: unknown = each?.[field];
    if (value === undefined) return [];
    if (Array.isArray(value)) return value as unknown[];
    return (value as Stored).constructor === Object ? Object.values(value as Stored) : [value];
  });
}

function distinct(ids: readonly unknown[]): unknown[] {
  return [...new Map(ids.map((id) => [String(id), id])).values()];
}

function distinctDocuments(documents: readonly Stored[]): Stored[] {
  return [...new Set(documents)];
}

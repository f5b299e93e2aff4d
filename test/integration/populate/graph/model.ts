import { collectionOf, steps } from './steps.js';
import type { ClassName, CollectionName, Step, Stored, Tree } from './steps.js';

/** What is stored. */
export type Graph = Readonly<Record<CollectionName, readonly Stored[]>>;

/** A document and what fills it, without its other values. */
export interface View {
  readonly id: string;
  readonly className: string;
  readonly filled: Readonly<Record<string, unknown>>;
}

/** A command: what it reads, and the number of ids that it asks for. */
export type Asked = readonly [collection: string, ids: number];

/** Populate in memory, by looking at every document. */
export class Model {
  constructor(private readonly graph: Graph) {}

  /** The cities that a query without a filter finds. */
  get roots(): readonly Stored[] {
    return this.#all('City');
  }

  view(document: Stored, className: ClassName, tree: Tree): View {
    const filled = [...tree].map(([path, below]) => {
      const step = steps[className][path] as Step;
      const show = (found: Stored | undefined) => (found ? this.view(found, step.to, below) : null);
      return [path, this.#filled(step, document, show)];
    });
    return {
      id: String(document['_id']),
      className: document['_type'] ?? (className === 'Sight' ? 'Sight' : 'City'),
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
      const ids = distinct(parents.flatMap((each) => (isReferred ? idsIn(step, each) : [each['_id']])));
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
      for (const id of [...asked.filter(() => isReferred), ...found.map((each) => each['_id'])])
        already.add(String(id));
      this.#fill(kept, step.to, below, known, sent);
    }
  }

  #filled(step: Step, document: Stored, show: (found: Stored | undefined) => View | null): unknown {
    const referring = step.refersBy ? this.#referring(step, document['_id']) : [];
    if (step.kind === 'many') return referring.map(show);
    if (step.kind === 'first') return show(referring[0]);
    if (step.holder === 'tours') return document['tours'].map((tour: Stored) => this.#held(step, tour, show));
    const holder = step.holder ? document['tour'] : document;
    return holder && this.#held(step, holder, show);
  }

  #held(
    { kind, to, field }: Step,
    holder: Stored,
    show: (found: Stored | undefined) => View | null,
  ): unknown {
    const value: unknown = holder[field];
    if (kind === 'one') return show(this.#find(to, value));
    if (kind === 'list') return ((value ?? []) as unknown[]).flatMap((id) => show(this.#find(to, id)) ?? []);
    const entries = Object.entries((value ?? {}) as Stored).map(([key, id]) => [
      key,
      show(this.#find(to, id)),
    ]);
    return Object.fromEntries(entries.filter(([, found]) => found !== null));
  }

  /** In the order of their ids. */
  #referring(step: Step, id: unknown): readonly Stored[] {
    const all = this.#all(step.to).filter((each) => refers(step, each, id));
    return all.toSorted((a, b) => (String(a['_id']) < String(b['_id']) ? -1 : 1));
  }

  #find(className: ClassName, id: unknown): Stored | undefined {
    return this.#all(className).find((each) => String(each['_id']) === String(id));
  }

  /** Those that a query of the class finds. */
  #all(className: ClassName): readonly Stored[] {
    return this.graph[collectionOf(className)].filter(
      ({ deletedAt, _type }) => deletedAt === undefined && (className !== 'Capital' || _type === 'Capital'),
    );
  }
}

function refers({ refersBy = () => [] }: Step, document: Stored, id: unknown): boolean {
  return refersBy(document).some((each) => each !== undefined && String(each) === String(id));
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

import { belongsToOf, fieldsWithBelongsTo } from '../kind/belongs-to.js';
import { kindOf } from '../kind/kinds.js';
import type { DocumentSchema, FieldSchema, FieldType, TargetSchema } from '../schema/document-schema.js';
import { setField } from '../schema/set-field.js';
import { embeddedSchema, heldSchema } from '../schema/type-contents.js';
import type { DocumentStates } from '../state/memory/document-states.js';
import type { Snapshot } from '../state/snapshot/snapshot.js';
import type { PlacedValue } from '../validation/find-issues.js';
import { IssueList } from '../validation/issue-list.js';
import { Issues } from '../validation/issues.js';
import { documentPlace, placeIn } from '../validation/place.js';
import type { Place, Segment } from '../validation/place.js';
import { isObject, ownValue } from '../value/own-value.js';
import { isPlainObject } from '../value/plain-object.js';
import { depthLimit } from '../value/storable.js';
import { HeldIds } from './held-ids.js';
import { initialTarget } from './initial-targets.js';
import { isSameHeld, knownTarget, noteTarget } from './known-targets.js';
import type { Once } from './known-targets.js';
import { verdictOf, verdictOfNull } from './verdict.js';
import type { Verdict } from './verdict.js';

type Values = Record<string, unknown>;

/** The stored objects that an object in a document may come from, read only if they are needed. */
interface Stored {
  readonly values: () => readonly unknown[];
  /** Whether it is one certain object: elements of lists may have moved. */
  readonly isExact: boolean;
}

const nothingStored: Stored = Object.freeze({ values: () => [], isExact: false });

/** Options of taking ids. */
export interface TakingOptions {
  /** The document as stored; undefined if it is new. */
  readonly snapshot?: Snapshot | undefined;
  readonly states?: DocumentStates | undefined;
  /** Whether what the properties hold was given together with their values, so that later only other documents count. */
  readonly isGiven?: boolean;
  /** Whether the ids are given back, so that nothing is written. */
  readonly isTrial?: boolean;
  /** The names of the only properties whose documents count. Default all. */
  readonly only?: ReadonlySet<string>;
}

/** The ids that were taken, and what kept others from being taken. */
export interface TakenIds {
  readonly issues: Issues;
  /** Gives the references their values back. */
  undo(): void;
}

const nothing: TakenIds = Object.freeze({ issues: new Issues(), undo: () => undefined });

/**
 * Gives each reference of a document, also in embedded ones, the id of the document that was put into the property beside it since it was
 * loaded, built or populated. Nothing is set if there are issues.
 * @param document an instance, or values by field name
 */
export function takeIds(schema: DocumentSchema, document: object, options: TakingOptions): TakenIds {
  const holding = fieldsWithBelongsTo(schema);
  const targets = belongsToOf(schema);
  if (targets.length === 0 && holding.length === 0) return nothing;
  const { snapshot } = options;
  const keys = [
    ...targets.flatMap(({ reference }) => schema.fieldsByName.get(reference)?.key ?? []),
    ...holding.map(({ key }) => key),
  ];
  const values = (): readonly unknown[] => (snapshot ? [snapshot.read(keys).baseline] : []);
  const taking = new Taking(options);
  const { found } = IssueList.find({ start: { kind: 'embedded', schema }, checks: 'types' }, (list) => {
    taking.fields(schema, document as Values, { values, isExact: true }, documentPlace, list);
  });
  if (found.isEmpty) taking.set();
  return {
    issues: found,
    undo: () => {
      taking.undo();
    },
  };
}

/**
 * The same for the embedded documents in a value for one place of a document that is not at hand.
 * @returns what kept ids from being taken; undefined if nothing did
 */
export function takePlacedIds(
  schema: DocumentSchema,
  { segments, type, value }: Omit<PlacedValue, 'constraints'>,
): IssueList | undefined {
  const held = heldSchema(type);
  if (!held || (belongsToOf(held).length === 0 && fieldsWithBelongsTo(held).length === 0)) return undefined;
  const taking = new Taking({});
  const list = IssueList.find({ start: { kind: 'embedded', schema }, checks: 'types' }, (found) => {
    const holder = segments.slice(0, -1).reduce<Place>(placeIn, documentPlace);
    taking.value(type, value, nothingStored, holder, segments.at(-1) ?? '', found);
  });
  if (!list.isEmpty) return list;
  taking.set();
  return undefined;
}

/** A reference that gets ids. */
interface Taken {
  readonly schema: DocumentSchema;
  readonly holder: Values;
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** One look at a document and all that is embedded in it. Nothing is set before its end. */
class Taking {
  readonly #taken: Taken[] = [];
  /** Properties that belong to their references from now on. */
  readonly #known: (readonly [holder: Values, target: TargetSchema, once?: Once])[] = [];
  /** The objects that were visited: they may hold each other. */
  readonly #visited = new Set<object>();

  constructor(private readonly options: TakingOptions) {}

  fields(schema: DocumentSchema, holder: Values, stored: Stored, place: Place, list: IssueList): void {
    if (this.#visited.has(holder)) return;
    this.#visited.add(holder);
    const { only } = this.options;
    for (const target of belongsToOf(schema))
      if (!only || only.has(target.name)) this.#target(schema, holder, target, stored, place, list);
    for (const { name, key, type } of fieldsWithBelongsTo(schema)) {
      const values = (): readonly unknown[] => under(stored, key);
      this.value(type, holder[name], { ...stored, values }, place, name, list);
    }
  }

  value(
    type: FieldType,
    value: unknown,
    stored: Stored,
    place: Place,
    segment: Segment,
    list: IssueList,
  ): void {
    if (typeof value !== 'object' || value === null) return;
    if (place.depth > depthLimit) list.refuseDepth(place, segment);
    const schema = embeddedSchema(type);
    const below = placeIn(place, segment);
    if (schema) {
      if (isObject(value)) this.fields(schema, value, stored, below, list);
      return;
    }
    const parts: Stored = { values: () => stored.values().flatMap(partsOf), isExact: false };
    kindOf(type).everyChild(value, type, (of, child, name) => {
      this.value(of, child, parts, below, name, list);
      return true;
    });
  }

  #target(
    schema: DocumentSchema,
    holder: Values,
    target: TargetSchema,
    stored: Stored,
    place: Place,
    list: IssueList,
  ): void {
    const { name, reference } = target;
    const held = holder[name];
    const { snapshot, isGiven = false, isTrial = false } = this.options;
    const known = knownTarget(holder, name, snapshot);
    if (held === undefined || (known && isSameHeld(known.held, held))) return;
    const { type, key } = schema.fieldsByName.get(reference) as FieldSchema;
    const id = holder[reference];
    const pair = {
      ...{ reference, type, id, known, isExact: stored.isExact },
      stored: under(stored, key),
      initial: initialTarget(schema, name),
    };
    let verdict: Verdict;
    if (held === null) verdict = verdictOfNull(pair);
    else {
      const before = list.found.total;
      const ids = new HeldIds(list, this.options.states).of(type, held, place, name);
      if (list.found.total > before) return;
      verdict = verdictOf(pair, held, ids);
    }
    if (verdict.action === 'refuse') list.add(place, name, 'conflict', verdict.message);
    if (verdict.action === 'take')
      this.#taken.push({ schema, holder, name: reference, before: id, after: verdict.ids });
    if (verdict.action === 'keep' || isGiven) this.#known.push([holder, target]);
    else if (verdict.action !== 'ignore' && !isTrial)
      this.#known.push([holder, target, { before: snapshot }]);
  }

  set(): void {
    for (const { schema, holder, name, after } of this.#taken) setField(schema, holder, name, after);
    for (const [holder, { name, reference }, once] of this.#known)
      noteTarget(holder, name, holder[name], holder[reference], once);
  }

  undo(): void {
    for (const { schema, holder, name, before } of this.#taken.toReversed())
      setField(schema, holder, name, before);
  }
}

/** The stored values under a key of the objects. */
function under(stored: Stored, key: string): readonly unknown[] {
  return stored.values().flatMap((each) => (isPlainObject(each) ? [ownValue(each, key)] : []));
}

function partsOf(stored: unknown): readonly unknown[] {
  if (Array.isArray(stored)) return stored;
  return isPlainObject(stored) ? Object.values(stored) : [];
}

import type { DerivedData } from '../../schema/reference/derived-data.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Difference } from '../../state/change/difference.js';
import type { Snapshot, Stored } from '../../state/snapshot/snapshot.js';
import type { CompiledUpdate } from '../../update/compiled-update.js';
import type { Plain } from '../../value/plain-object.js';
import type { Operation } from '../operation.js';
import { concernsKeys, findDerived, isTouching, noteForParents } from './derived-data.js';
import { asRead, readReferences } from './stored-references.js';
import { areLoaded } from './write-as-read.js';

/** A document as a save writes it. */
interface SavedDocument {
  readonly schema: RootSchema;
  /** Undefined if it is new. */
  readonly snapshot: Snapshot | undefined;
  readonly changed: readonly Difference[];
  readonly stored: Stored;
}

/** The references of a document that is being saved, from which others are derived. */
export class SavedReferences {
  private constructor(
    private readonly operation: Operation,
    private readonly derived: DerivedData,
    /** The references as they are stored; undefined for a new document. */
    private readonly before: Stored | undefined,
    /** The keys of those that the write changes. */
    private readonly changing: readonly string[],
    /** Whether all of them are in the document in memory. */
    private readonly isLoaded: boolean,
  ) {}

  /** A further condition of the write: the references that it changes are as they were. Undefined if it changes none. */
  get guard(): Plain | undefined {
    return this.before && this.changing.length > 0 ? asRead(this.changing, this.before) : undefined;
  }

  /**
   * Finds out which references are stored, if the save concerns what is derived from them. Those that were not loaded are read.
   * @param update what is changed besides the differences, in the server's form
   */
  static async of(
    operation: Operation,
    { schema, snapshot, changed }: SavedDocument,
    update?: CompiledUpdate['update'],
  ): Promise<SavedReferences | undefined> {
    const derived = findDerived(operation.repository, schema);
    if (!derived) return undefined;
    if (!snapshot) return new SavedReferences(operation, derived, undefined, [], true);
    const changing = derived.keys.filter(
      (key) => isChanged(key, changed) || (update && concernsKeys([key], update)),
    );
    const isWritten = changed.length > 0 || update !== undefined;
    if (changing.length === 0 && !(isWritten && derived.touches && isTouching(operation))) return undefined;
    const isLoaded = areLoaded(schema, snapshot, derived.keys);
    const id = snapshot.read(['_id']).stored['_id'];
    const [before = {}] = isLoaded
      ? [snapshot.read(derived.keys).stored]
      : await readReferences(operation, derived.keys, { filter: { _id: { $eq: id } }, limit: 1 });
    return new SavedReferences(operation, derived, before, changing, isLoaded);
  }

  /** Notes that the document was written, for the documents that it refers to. */
  async note({ schema, changed, stored }: SavedDocument): Promise<void> {
    const { operation, before } = this;
    if (before && changed.length === 0) return;
    noteForParents(operation, schema, before, before ? await this.#after(before, stored) : stored);
  }

  async #after(before: Stored, stored: Stored): Promise<Stored | undefined> {
    const { operation, changing } = this;
    const { keys } = this.derived;
    // Others may have changed the rest meanwhile, and note it themselves.
    if (this.isLoaded || changing.length === 0)
      return Object.fromEntries(keys.map((key) => [key, (changing.includes(key) ? stored : before)[key]]));
    return (await readReferences(operation, keys, { filter: { _id: { $eq: stored['_id'] } }, limit: 1 }))[0];
  }
}

function isChanged(key: string, changed: readonly Difference[]): boolean {
  return changed.some(({ keys: [first] }) => first === key);
}

import { recordFor } from '../schema/declare/class-record.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import type { IndexDirection } from '../schema/declare/index-record.js';

/** Paths of a class with their direction or kind, in order. */
export type DocumentIndexKeys = Readonly<Record<string, IndexDirection>>;

export interface DocumentIndexOptions {
  /** Default made of its keys: `name_1_createdAt_-1`. */
  readonly name?: string;
  /** Refuses two documents with the same values. Default false. */
  readonly unique?: boolean;
  /** Leaves out documents that have none of its fields. Default false. */
  readonly sparse?: boolean;
  /** Keeps it up to date, but not used by queries: to see what happens without it. Default false. */
  readonly hidden?: boolean;
}

/** Declares an index: `@Index({ name: 1, createdAt: -1 })` on a class, `@Index()` on a field. */
export function Index(
  first: DocumentIndexKeys | DocumentIndexOptions = {},
  second: DocumentIndexOptions = {},
): (target: object, property?: string | symbol) => void {
  return (target, property) => {
    if (property === undefined)
      // The decorators of a class run from the last to the first.
      recordFor(target as DocumentClass).indexes.unshift(
        Object.freeze({ field: undefined, keys: first, options: { ...second } }),
      );
    else
      recordFor(target.constructor as DocumentClass).indexes.push(
        Object.freeze({ field: property as string, keys: { [property]: 1 }, options: { ...first } }),
      );
  };
}

/** Declares a unique index of one field: `@Unique() email!: string`. */
export function Unique(
  options: Omit<DocumentIndexOptions, 'unique'> = {},
): (target: object, property: string | symbol) => void {
  return Index({ ...options, unique: true });
}

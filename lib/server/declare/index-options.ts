import type { CollationOptions } from 'mongodb';
import type { IndexDirection } from '../../schema/declare/index-record.js';
import type { DurationText } from '../../value/duration.js';

/** Paths of a class with their direction or kind, in order; `$**` at the end of a path stands for all that is below. */
export type DocumentIndexKeys = Readonly<Record<string, IndexDirection>>;

/** Options of an index of one field. */
export interface FieldIndexOptions<Where = unknown> {
  /** Default made of its keys: `name_1_createdAt_-1`. */
  readonly name?: string;
  /**
   * Refuses two documents with the same values. It counts documents of the class that declares it, and of its subclasses, that are not
   * soft-deleted; one of a single field that is not required counts only documents that have it, also with null. Default false.
   */
  readonly unique?: boolean;
  /** Whether a unique index counts soft-deleted documents too, so that they can be restored. Default false. */
  readonly withDeleted?: boolean;
  /** Leaves out documents that do not match this filter of the class: `{ where: { status: 'open' } }`. Default has all. */
  readonly where?: Where;
  /** Leaves out documents that have none of its fields. Default false. */
  readonly sparse?: boolean;
  /** Removes documents that long after the Date in its field: `30d`, or a number of milliseconds; 0 for that very time. */
  readonly expireAfter?: DurationText | number;
  /** Compares texts by the rules of a language. Queries use the index if they ask for the same. Default that of the collection. */
  readonly collation?: CollationOptions;
  /** Keeps it up to date, but not used by queries: to see what happens without it. Default false. */
  readonly hidden?: boolean;
  /** The language of a text index. Default `english`. */
  readonly language?: string;
  /** The field with the language of each document, for a text index. Default `language`, if there is one. */
  readonly languageField?: string;
  /** The precision of an index of the kind `2d`. Default 26. */
  readonly bits?: number;
  /** The least coordinate of an index of the kind `2d`. Default -180. */
  readonly min?: number;
  /** The coordinate above all those of an index of the kind `2d`. Default 180. */
  readonly max?: number;
}

/** Options of an index of a class. */
export interface DocumentIndexOptions<Where = unknown> extends FieldIndexOptions<Where> {
  /** The importance of each text in a text index. Default 1. */
  readonly weights?: Readonly<Record<string, number>>;
  /** The only paths that the index of `$**` contains. */
  readonly select?: readonly string[];
  /** The paths that the index of `$**` leaves out. */
  readonly omit?: readonly string[];
}

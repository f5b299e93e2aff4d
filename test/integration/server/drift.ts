import type { CreateCollectionOptions, IndexDescription } from 'mongodb';
import type { DeclaredCollection } from '../../../lib/server/declared-collection.js';

/** One way in which a database has drifted: what exists, what is declared, the rows of the plan, and the indexes after `apply`. */
export interface Drift {
  readonly exists: IndexDescription[];
  readonly options?: CreateCollectionOptions;
  readonly declared: DeclaredCollection;
  readonly rows: string[];
  /** The names of the indexes after `apply({ drop: false })`. */
  readonly then: string[];
  /** Why SecantusDB cannot show it. */
  readonly needs?: string;
}

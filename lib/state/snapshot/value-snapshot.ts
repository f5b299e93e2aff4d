import type { FieldSchema } from '../../schema/document-schema.js';
import type { Snapshot, SnapshotValues, Stored } from './snapshot.js';

/** A snapshot that holds all its values. */
export class ValueSnapshot implements Snapshot {
  constructor(
    readonly stored: Stored,
    readonly baseline: Stored = stored,
    readonly loaded?: ReadonlySet<string>,
  ) {}

  read(): SnapshotValues {
    return this;
  }

  possiblyChanged(fields: readonly FieldSchema[]): readonly FieldSchema[] {
    return fields;
  }
}

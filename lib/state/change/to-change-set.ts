import { kindOf } from '../../kind/kinds.js';
import type { PartViewer } from '../../kind/kind.js';
import type { FieldType } from '../../schema/document-schema.js';
import { unwrapped } from '../../value/bson-tag.js';
import { ChangeSet } from './change-set.js';
import type { Difference } from './difference.js';

/** The differences as receivers see them: with field names and copies of the values. Found on first use. */
export function toChangeSet(find: () => readonly Difference[]): ChangeSet {
  return new ChangeSet(() =>
    find().map(({ names, type, before, given }) => ({
      path: names.join('.'),
      before: asLoaded.value(type, before),
      after: asGiven.value(type, given),
    })),
  );
}

/** Shows values as they are loaded, or as they were given; the two differ for untyped values. */
class Viewer implements PartViewer {
  constructor(readonly untyped: (stored: unknown) => unknown) {}

  value(type: FieldType, stored: unknown): unknown {
    return stored === null || stored === undefined ? stored : kindOf(type).show(stored, type, this);
  }
}

const asLoaded = new Viewer(unwrapped);
const asGiven = new Viewer((stored) => stored);

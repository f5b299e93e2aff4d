import { kindOf } from '../../kind/kinds.js';
import type { PartViewer } from '../../kind/kind.js';
import type { FieldType } from '../../schema/document-schema.js';
import { unwrapped } from '../../value/bson-tag.js';
import { ChangeSet } from './change-set.js';
import type { Difference } from './difference.js';

/** Differences as receivers see them: by field name, and with copies of the values. Found when somebody looks at them. */
export function toChangeSet(find: () => readonly Difference[]): ChangeSet {
  return new ChangeSet(() =>
    find().map(({ names, type, before, given }) => ({
      path: names.join('.'),
      before: asLoaded.value(type, before),
      after: asGiven.value(type, given),
    })),
  );
}

/** Shows values as they are loaded, or as they were given, which makes a difference for untyped ones. */
class Viewer implements PartViewer {
  constructor(readonly untyped: (stored: unknown) => unknown) {}

  value(type: FieldType, stored: unknown): unknown {
    return stored === null || stored === undefined ? stored : kindOf(type).show(stored, type, this);
  }
}

const asLoaded = new Viewer(unwrapped);
const asGiven = new Viewer((stored) => stored);

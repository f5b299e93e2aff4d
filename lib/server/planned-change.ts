import type { SchemaChange } from './schema-change.js';
import type { SchemaStep } from './schema-step.js';

/** A change with the steps that carry it out; none if it is only told. */
export interface PlannedChange {
  readonly change: SchemaChange;
  readonly steps: readonly SchemaStep[];
}

type Given = Pick<SchemaChange, 'kind' | 'difference' | 'collection'> & Partial<SchemaChange>;

export function plannedChange(given: Given, steps: readonly SchemaStep[] = []): PlannedChange {
  const { kind, difference, collection, index, details = [], declaredBy = [], remedy } = given;
  const lists = { details: Object.freeze([...details]), declaredBy: Object.freeze([...declaredBy]) };
  const change = Object.freeze({ kind, difference, collection, index, ...lists, remedy });
  return Object.freeze({ change, steps: Object.freeze([...steps]) });
}

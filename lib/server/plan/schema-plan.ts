import type { PlannedChange } from '../planned-change.js';
import { planTable } from './plan-table.js';
import type { SchemaChange, SchemaDifference, SchemaPlanJson } from '../schema-change.js';
import type { SchemaStep } from '../schema-step.js';

/** The differences between the document classes of a connection and its database, with the changes that remove them. Immutable. */
export class SchemaPlan {
  /** All changes, in the order in which they are carried out. */
  readonly changes: readonly SchemaChange[];
  readonly #steps: ReadonlyMap<SchemaChange, readonly SchemaStep[]>;

  /** @internal Plans are made by `DatabaseSchema.plan`. */
  constructor(
    /** The connection's name. */
    readonly connection: string,
    /** The database's name. */
    readonly database: string,
    planned: readonly PlannedChange[],
  ) {
    this.changes = Object.freeze(planned.map(({ change }) => change));
    this.#steps = new Map(planned.map(({ change, steps }) => [change, steps]));
    Object.freeze(this);
  }

  /** Whether the database is as the classes declare it. */
  get isEmpty(): boolean {
    return this.changes.length === 0;
  }

  /** The changes that make what is declared and does not exist. */
  get missing(): readonly SchemaChange[] {
    return this.#of('missing');
  }

  /** The changes of what exists in another form. */
  get different(): readonly SchemaChange[] {
    return this.#of('different');
  }

  /** The changes that remove what exists and is not declared. */
  get extra(): readonly SchemaChange[] {
    return this.#of('extra');
  }

  /** A table for people, without colours. */
  toString(): string {
    return planTable(this);
  }

  toJSON(): SchemaPlanJson {
    const { connection, database, changes } = this;
    return { connection, database, changes };
  }

  /** @internal The steps of one of its changes. */
  stepsOf(change: SchemaChange): readonly SchemaStep[] {
    return this.#steps.get(change) ?? [];
  }

  #of(difference: SchemaDifference): readonly SchemaChange[] {
    return this.changes.filter((each) => each.difference === difference);
  }
}

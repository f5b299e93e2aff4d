import type { Connection } from '../../driver/connection.js';
import { describeValue } from '../../value/describe-value.js';
import { isObject } from '../../value/own-value.js';
import { InvalidOptionsError } from '../../operation/operation-errors.js';
import { applyPlan } from '../../server/apply/apply-plan.js';
import type { DeclaredCollection } from '../../server/declared-collection.js';
import { planSchema } from '../../server/plan/plan-schema.js';
import type { SchemaPlan } from '../../server/plan/schema-plan.js';
import type { SchemaChange } from '../../server/schema-change.js';

/** Options of `DatabaseSchema.apply`. */
export interface ApplySchemaOptions {
  /** Whether indexes and settings that no class declares are removed. Default false. */
  readonly drop?: boolean;
  /** Called before each change. */
  readonly onChange?: (change: SchemaChange) => void;
}

/** The result of `DatabaseSchema.apply`. */
export interface AppliedSchema {
  /** The changes that were carried out, in their order. */
  readonly applied: readonly SchemaChange[];
  /** The plan as it is now: what is extra, if it was not to be dropped, and what the server cannot change. */
  readonly remaining: SchemaPlan;
}

/**
 * Compares the collections, indexes and validators that the document classes of a connection declare with its database. Injected by
 * `@InjectDatabaseSchema(connection?)`. Several instances of an application may apply at the same time.
 */
export class DatabaseSchema {
  readonly #connection: Connection;
  readonly #declared: () => readonly DeclaredCollection[];

  /** @internal Made for each connection. */
  constructor(connection: Connection, declared: () => readonly DeclaredCollection[]) {
    this.#connection = connection;
    this.#declared = declared;
  }

  /** The connection's name. */
  get connection(): string {
    return this.#connection.name;
  }

  /**
   * Reads the database and compares. Nothing is changed, and collections that no class declares are left out.
   * @throws ReadFailedError, ServerUnavailableError, ShuttingDownError
   */
  plan(): Promise<SchemaPlan> {
    return planSchema(this.#connection, this.#declared());
  }

  /**
   * Makes the database what the classes declare, by a plan that is made now. Applying again after a failure goes on where it ended.
   * @throws SchemaNotAppliedError at the first change that fails; InvalidOptionsError; the errors of `plan`
   */
  async apply(options: ApplySchemaOptions = {}): Promise<AppliedSchema> {
    assertApplyOptions(options);
    const { drop = false, onChange } = options;
    const plan = await this.plan();
    const isWanted = ({ difference }: SchemaChange): boolean => drop || difference !== 'extra';
    const applied = await applyPlan(this.#connection, plan, isWanted, onChange);
    return { applied, remaining: await this.plan() };
  }
}

/** @throws InvalidOptionsError */
function assertApplyOptions(options: unknown): void {
  const { drop, onChange }: Readonly<Record<string, unknown>> = isObject(options) ? options : { drop: null };
  if (drop !== undefined && typeof drop !== 'boolean') {
    throw new InvalidOptionsError(
      'DatabaseSchema',
      isObject(options) ? `"drop" is ${describeValue(drop)}` : `They are ${describeValue(options)}`,
      'Pass an object; "drop" is true or false',
    );
  }
  if (onChange === undefined || typeof onChange === 'function') return;
  throw new InvalidOptionsError(
    'DatabaseSchema',
    `"onChange" is ${describeValue(onChange)} and not a function`,
    'Pass a function that is called before each change',
  );
}

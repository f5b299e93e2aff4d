import type { CreateCollectionOptions, IndexDescription } from 'mongodb';
import { MongoClient } from 'mongodb';
import { Connection } from 'nestjs-documents';
import type {
  DeclaredCollection,
  DeclaredIndex,
  IndexDirection,
} from '../../../lib/server/declared-collection.js';
import { applyPlan } from '../../../lib/server/apply/apply-plan.js';
import { planSchema } from '../../../lib/server/plan/plan-schema.js';
import type { SchemaPlan } from '../../../lib/server/plan/schema-plan.js';
import { newAppName } from '../../support/fail-points.js';
import { databaseUri } from '../../support/server.js';

/** A database of its own, without an application. */
export interface ServerWorld extends AsyncDisposable {
  readonly connection: Connection;
  readonly uri: string;
  readonly appName: string;
  /** Makes a collection with the driver, as somebody else would. */
  make(indexes: IndexDescription[], options?: CreateCollectionOptions): Promise<void>;
  /** The rows of the printed plan, without the name of the database. */
  rowsOf(declared: DeclaredCollection): Promise<string[]>;
  plan(declared: DeclaredCollection): Promise<SchemaPlan>;
  /** Applies the plan. @returns the kinds of the changes that were carried out */
  apply(declared: DeclaredCollection, drop?: boolean): Promise<string[]>;
  /** Applies a plan that was made before. */
  applyPlan(plan: SchemaPlan): Promise<unknown>;
  /** The indexes without that of the id, without versions and without flags that are false, by name. */
  indexes(): Promise<Record<string, object>>;
}

export async function openServerWorld(): Promise<ServerWorld> {
  const uri = databaseUri();
  const appName = newAppName();
  const client = await new MongoClient(uri, { appName, monitorCommands: true }).connect();
  const db = client.db();
  const connection = new Connection('default', client, db);
  const plan = (declared: DeclaredCollection) => planSchema(connection, [declared]);
  return {
    ...{ connection, uri, appName, plan },
    async make(indexes, options = {}) {
      const people = await db.createCollection('people', options);
      if (indexes.length > 0) await people.createIndexes(indexes);
    },
    rowsOf: async (declared) =>
      String(await plan(declared))
        .split('\n')
        .slice(1)
        .map((line) => line.trim().replace(/ {2,}/g, ' | ')),
    applyPlan: (made) => applyPlan(connection, made, ({ difference }) => difference !== 'extra'),
    async apply(declared, drop = false) {
      const applied = await applyPlan(
        connection,
        await plan(declared),
        ({ difference }) => drop || difference !== 'extra',
      );
      return applied.map(({ kind }) => kind);
    },
    async indexes() {
      const listed = await db.collection('people').indexes();
      const entries = listed.filter(({ name }) => name !== '_id_');
      return Object.fromEntries(entries.map(({ name, v: _v, ...each }) => [name, withoutFalse(each)]));
    },
    async [Symbol.asyncDispose]() {
      await db.dropDatabase();
      await connection.close();
    },
  };
}

/** The declared collection `people` with these indexes. */
export function people(
  indexes: readonly DeclaredIndex[],
  rest: Partial<DeclaredCollection> = {},
): DeclaredCollection {
  return { name: 'people', documents: ['Person'], options: {}, validator: undefined, indexes, ...rest };
}

/** A declared index with the name that the server would give it, if `name` is not among the options. */
export function index(
  keys: Readonly<Record<string, IndexDirection>>,
  { name, ...options }: Readonly<Record<string, unknown>> = {},
): DeclaredIndex {
  const entries = Object.entries(keys);
  const given = entries.map(([path, direction]) => `${path}_${direction}`).join('_');
  return {
    name: (name as string | undefined) ?? given,
    keys: entries,
    options,
    declaredBy: ['Person'],
  };
}

function withoutFalse(options: object): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== false));
}

import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import type { Connection } from '../../driver/connection.js';
import type { ConnectionOptions } from '../../driver/connection-options.js';
import type { SchemaPolicy } from '../../driver/schema-policy.js';
import { applyPlan } from '../../server/apply/apply-plan.js';
import { planSchema } from '../../server/plan/plan-schema.js';
import { wordsOf } from '../../server/plan/plan-table.js';
import type { SchemaPlan } from '../../server/plan/schema-plan.js';
import { Connections } from '../connections.js';
import { schemaPolicyToken } from '../tokens.js';
import { DeclaredSchemas } from './declared-schemas.js';
import { describeDeclared } from './describe-declared.js';
import { SchemaDriftError } from './schema-drift-error.js';

/** Carries out the policies of the connections at the start of an application, before anything uses a connection. */
@Injectable()
export class SchemaPolicies {
  readonly #logger = new Logger('DocumentsModule');
  readonly #unchosen = new Set<string>();

  constructor(
    private readonly schemas: DeclaredSchemas,
    private readonly connections: Connections,
    @Optional() @Inject(schemaPolicyToken) private readonly policyOfAll?: SchemaPolicy,
  ) {}

  /**
   * Checks or creates, as the options of the connection say. An error fails the start, and then no connection stays open.
   * @throws SchemaDriftError, SchemaNotAppliedError, ReadFailedError, the errors of declarations
   */
  async enforce(connection: Connection, { schema }: ConnectionOptions): Promise<void> {
    const policy = this.policyOfAll ?? schema;
    if (policy === undefined) this.#unchosen.add(connection.name);
    if (policy !== 'check' && policy !== 'create') return;
    try {
      const plan = await planSchema(connection, this.schemas.of(connection.name));
      if (policy === 'check') this.#check(plan);
      else await this.#create(connection, plan);
    } catch (error) {
      await this.connections.abandon(error);
    }
  }

  /** Logs which connections declare something that nobody compares, since no policy was chosen for them. */
  tellUnchosen(): void {
    for (const name of this.#unchosen) {
      const declared = describeDeclared(this.schemas.of(name));
      if (declared === undefined) continue;
      this.#logger.warn(
        `Connection "${name}": the document classes declare ${declared}, and nothing compares them with the database. ` +
          `Choose forRoot({ schema: 'check' }) or 'create', or 'none' for an application that has them made elsewhere.`,
      );
    }
  }

  /** Fails the start by what is missing or different; what is extra may belong to an earlier or a later version of the application. */
  #check(plan: SchemaPlan): void {
    if (plan.missing.length + plan.different.length > 0) throw new SchemaDriftError(plan);
    if (!plan.isEmpty) this.#logger.log(String(plan));
  }

  async #create(connection: Connection, plan: SchemaPlan): Promise<void> {
    const applied = await applyPlan(
      connection,
      plan,
      ({ difference }) => difference === 'missing',
      ({ kind, collection, index }) => {
        const place = index === undefined ? collection : `${collection}.${index}`;
        this.#logger.log(`Connection "${connection.name}": ${wordsOf(kind)} ${place}`);
      },
    );
    if (applied.length === plan.missing.length && plan.different.length === 0) return;
    const remaining = await planSchema(connection, this.schemas.of(connection.name));
    this.#logger.warn(
      `${String(remaining)}\nThe start changes nothing: run "npx nestjs-documents apply", or do by hand what it cannot do.`,
    );
  }
}

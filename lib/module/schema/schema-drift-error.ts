import { DocumentsError } from '../../errors/documents-error.js';
import type { SchemaPlan } from '../../server/plan/schema-plan.js';

/** The database lacks or contradicts what the document classes declare, and the policy of the connection is `check`. Nothing was changed. */
export class SchemaDriftError extends DocumentsError {
  readonly code = 'SCHEMA_DRIFT';
  readonly connection: string;
  readonly plan: SchemaPlan;

  constructor(plan: SchemaPlan) {
    super({
      problem: `The database of the connection "${plan.connection}" is not as the document classes declare it`,
      reason: `The application starts only if it is, by forRoot({ schema: 'check' }).\n${String(plan)}\nNothing was changed`,
      remedy:
        'Run "npx nestjs-documents apply", which drops nothing that is not declared, or apply() of DatabaseSchema, and start again',
    });
    this.connection = plan.connection;
    this.plan = plan;
  }
}

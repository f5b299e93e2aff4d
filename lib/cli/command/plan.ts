import type { SchemaPlan } from '../../server/plan/schema-plan.js';
import type { RunningApplication } from '../application/run-in-application.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { chosenSchemas } from './chosen-schemas.js';
import { planLines } from './plan-lines.js';

export interface PlanOptions {
  /** The name of the only connection. */
  readonly connection?: string;
  /** Whether differences end it with another exit code. */
  readonly check?: boolean;
}

/** Compares what classes declare with the database of each connection. @throws CommandError, and the errors of `DatabaseSchema.plan` */
export async function planSchemas(
  { app }: RunningApplication,
  output: Output,
  { connection, check = false }: PlanOptions,
): Promise<ExitCode> {
  const plans: SchemaPlan[] = [];
  for (const schema of chosenSchemas(app, connection)) plans.push(await schema.plan());
  if (output.isJson) await output.json({ plans });
  else await output.lines(plans.flatMap((plan) => planLines(plan, output)));
  return check && plans.some(({ isEmpty }) => !isEmpty) ? exitCode.toDo : exitCode.done;
}

import type { AppliedSchema, DatabaseSchema } from '../../module/schema/database-schema.js';
import type { SchemaPlan } from '../../server/plan/schema-plan.js';
import type { SchemaChange } from '../../server/schema-change.js';
import { CommandError } from '../command-error.js';
import type { RunningApplication } from '../application/run-in-application.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { canAsk, confirm } from '../output/confirm.js';
import type { Output } from '../output/output.js';
import { chosenSchemas } from './chosen-schemas.js';
import { planLines } from './plan-lines.js';

export interface ApplyOptions {
  /** The name of the only connection. */
  readonly connection?: string;
  /** Whether what no class declares is removed. */
  readonly drop?: boolean;
  /** Whether it is removed without asking. */
  readonly yes?: boolean;
}

/**
 * Makes the database of each connection what the classes declare.
 * @throws CommandError if something is to be dropped and nobody can be asked; the errors of `DatabaseSchema.apply`
 */
export async function applySchemas(
  { app }: RunningApplication,
  output: Output,
  { connection, drop = false, yes = false }: ApplyOptions,
): Promise<ExitCode> {
  const schemas = chosenSchemas(app, connection);
  if (drop && !yes && !(await mayDrop(schemas, output))) {
    await output.lines(['Nothing was changed.']);
    return exitCode.toDo;
  }
  const results: AppliedSchema[] = [];
  for (const schema of schemas) {
    const onChange = (change: SchemaChange): void => {
      void output.progress(`${schema.connection}: ${nameOf(change)}`);
    };
    results.push(await schema.apply({ drop, onChange }));
  }
  if (output.isJson) await output.json({ connections: results });
  else await output.lines(results.flatMap((each) => linesOf(each, output)));
  return results.every(({ remaining }) => isDone(remaining)) ? exitCode.done : exitCode.toDo;
}

/** Whether nothing is left that the classes declare. */
function isDone({ missing, different }: SchemaPlan): boolean {
  return missing.length + different.length === 0;
}

function linesOf({ applied, remaining }: AppliedSchema, output: Output): string[] {
  const count = applied.length === 1 ? '1 change' : `${applied.length} changes`;
  return [
    `Connection "${remaining.connection}": ${count} done`,
    ...(remaining.isEmpty ? [] : ['', 'What is left:', ...planLines(remaining, output)]),
  ];
}

/** `create index people.name_1` */
function nameOf({ kind, collection, index }: SchemaChange): string {
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words} ${index === undefined ? collection : `${collection}.${index}`}`;
}

/** Asks before something is dropped. @throws CommandError if nobody can be asked */
async function mayDrop(schemas: readonly DatabaseSchema[], output: Output): Promise<boolean> {
  const extra: SchemaPlan[] = [];
  for (const schema of schemas) {
    const plan = await schema.plan();
    if (plan.extra.length > 0) extra.push(plan);
  }
  const names = extra.flatMap(({ database, extra: changes }) =>
    changes.map((change) => `${nameOf(change)} in ${database}`),
  );
  if (names.length === 0) return true;
  if (output.isJson || !canAsk())
    throw new CommandError({
      problem: `Nothing was changed: ${names.length === 1 ? '1 change removes' : `${names.length} changes remove`} what no class declares`,
      reason: `It was not confirmed, and nobody can be asked: ${names.join(', ')}`,
      remedy: 'Read "nestjs-documents plan", and pass --yes if that is meant',
    });
  return confirm(`${names.join('\n')}\nRemove ${names.length === 1 ? 'it' : 'them'}?`);
}

import type { SchemaDifference } from '../../server/schema-change.js';
import type { SchemaPlan } from '../../server/plan/schema-plan.js';
import type { Output } from '../output/output.js';

/** The table of a plan, with colours for the kinds of differences. */
export function planLines(plan: SchemaPlan, { style }: Output): string[] {
  const styles: Readonly<Record<SchemaDifference, (text: string) => string>> = {
    ...{ missing: style.green, different: style.yellow, extra: style.red },
  };
  return String(plan)
    .split('\n')
    .map((line) =>
      line.replace(/^ {2}(missing|different|extra)\b/, (_start, difference: SchemaDifference) => {
        return `  ${styles[difference](difference)}`;
      }),
    );
}

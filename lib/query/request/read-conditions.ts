import { describeType } from '../../schema/describe-type.js';
import type { FieldType } from '../../schema/document-schema.js';
import { and } from '../logic/and.js';
import type { GivenCondition } from './assign-parameters.js';
import type { DeclaredPath, DeclaredRequest } from './declared-request.js';
import type { RequestIssues } from './request-issues.js';
import { requestOperators } from './request-operators.js';
import type { NamedOperator } from './request-operators.js';
import { booleanOf, valueFromText } from './value-from-text.js';

/** The most values of one list. */
const valuesAtMost = 100;

/** The most characters of a text to compare with. */
const charactersAtMost = 1000;

/** Makes the filter of the conditions in a request. */
export function readConditions(
  given: ReadonlyMap<string, GivenCondition>,
  { paths, ignoreCase }: DeclaredRequest,
  issues: RequestIssues,
): object {
  const byPath = new Map<string, unknown[]>();
  for (const condition of given.values()) {
    const declared = paths.get(condition.path);
    const operator = declared && operatorFor(condition, declared, issues);
    const operand = operator && operandOf(condition, declared.type, operator, issues);
    if (operand === undefined || !operator) continue;
    const compared = requestOperators[operator].condition(operand as never, { ignoreCase });
    byPath.set(condition.path, [...(byPath.get(condition.path) ?? []), compared]);
  }
  return Object.fromEntries([...byPath].map(([path, conditions]) => [path, joined(conditions)]));
}

function joined(conditions: readonly unknown[]): unknown {
  return conditions.length === 1 ? conditions[0] : and(...(conditions as [never, never]));
}

/** The operator that is used: the one for several values if there are several. */
function operatorFor(
  { operator, texts, label }: GivenCondition,
  { operators }: DeclaredPath,
  issues: RequestIssues,
): NamedOperator | undefined {
  if (!operators.has(operator))
    return issues.reject(label, 'operator', `can be filtered by ${[...operators].join(', ')} only`);
  if (texts.length === 1 || requestOperators[operator].takes === 'list') return operator;
  const { several } = requestOperators[operator];
  return several && operators.has(several) ? several : issues.reject(label, 'too_many', 'takes one value');
}

/** The value or values to compare with; undefined if there is an issue. */
function operandOf(
  { texts, isList, label }: GivenCondition,
  type: FieldType,
  operator: NamedOperator,
  issues: RequestIssues,
): unknown {
  const { takes } = requestOperators[operator];
  const valueOf = (text: string): unknown => {
    if (text.length > charactersAtMost)
      return issues.reject(label, 'max_length', `has more than ${charactersAtMost} characters`);
    if (takes === 'boolean')
      return booleanOf(text) ?? issues.reject(label, 'type', 'should be true or false');
    return valueFromText(type, text) ?? issues.reject(label, 'type', `should be ${describeType(type)}`);
  };
  if (takes !== 'list') return valueOf(texts[0] ?? '');
  const parts = isList ? texts : (texts[0] ?? '').split(',', valuesAtMost + 1);
  if (parts.length > valuesAtMost)
    return issues.reject(label, 'too_many', `has more than ${valuesAtMost} values`);
  const values = parts.map(valueOf);
  return values.includes(undefined) ? undefined : values;
}

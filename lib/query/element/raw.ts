import { describeValue } from '../../value/describe-value.js';
import { holdsUndefined, isPlainObject, newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import { kindOf } from '../../kind/kinds.js';
import type { DocumentSchema, FieldType } from '../../schema/document-schema.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import { findPath } from '../find-path.js';
import { operator } from '../filter-operator.js';
import type { OperandCompiler, RawCondition, ValueNode, WholeNode } from '../filter-operator.js';

export const rawNode: ValueNode & WholeNode = {
  code: 'raw(...)',
  fits: () => true,
  compile: (operand, { type, refuse }) => operatorsOf(type, plainOf(operand, refuse)),
  compileWhole: (operand, schema, refuse) => filterOf(schema, plainOf(operand, refuse)),
};

/**
 * Marks a filter in the server's own form, or operators for one path: `raw({ $expr: { $gt: ['$spent', '$budget'] } })`. Trusted: never pass
 * it input. Field names become keys; values are sent as they are.
 */
export function raw(filter: object): RawCondition {
  return operator(rawNode, filter);
}

function plainOf(operand: unknown, refuse: OperandCompiler['refuse']): Plain {
  if (!isPlainObject(operand))
    return refuse(`raw was given ${describeValue(operand)}`, "Give it an object in the server's form");
  if (holdsUndefined(operand))
    return refuse(
      'raw holds undefined, which the driver would send as null',
      'Leave the key out, or give it a value',
    );
  return operand;
}

/** Replaces field names by keys, at any depth of groups. Paths that are not declared stay as they are. */
function filterOf(schema: DocumentSchema, filter: Plain): Plain {
  const compiled = newPlain();
  const apart: Plain[] = [];
  for (const [path, value] of Object.entries(filter)) {
    if (path.startsWith('$')) {
      compiled[path] =
        Array.isArray(value) && isGroupKey(path) ? value.map((each) => memberOf(schema, each)) : value;
      continue;
    }
    const found = findPath(schema, path);
    const key = found?.keyPath ?? path;
    const condition = found && isPlainObject(value) ? operatorsOf(found.type, value) : value;
    // The name of a field and its key may both be given.
    if (Object.hasOwn(compiled, key)) apart.push({ [key]: condition });
    else compiled[key] = condition;
  }
  return apart.length === 0 ? compiled : { $and: [compiled, ...apart] };
}

function isGroupKey(key: string): boolean {
  return key === '$and' || key === '$or' || key === '$nor';
}

function memberOf(schema: DocumentSchema, member: unknown): unknown {
  return isPlainObject(member) ? filterOf(schema, member) : member;
}

/** Replaces field names inside the operators of one path. */
function operatorsOf(type: FieldType, operators: Plain): Plain {
  const compiled = newPlain();
  for (const [key, value] of Object.entries(operators)) compiled[key] = operandOf(type, key, value);
  return compiled;
}

function operandOf(type: FieldType, key: string, value: unknown): unknown {
  if (key === '$all' && Array.isArray(value))
    return value.map((each: unknown) => (isPlainObject(each) ? operatorsOf(type, each) : each));
  if (!isPlainObject(value)) return value;
  if (key === '$not') return operatorsOf(type, value);
  const element = key === '$elemMatch' ? kindOf(type).elementType(type) : undefined;
  if (!element) return value;
  const schema = embeddedSchema(element);
  return schema ? filterOf(schema, value) : operatorsOf(element, value);
}

import { isDate } from 'node:util/types';
import type { Constraints, FieldLimit } from '../../schema/declare/constraints.js';
import type { FieldType } from '../../schema/document-schema.js';
import type { Plain } from '../../value/plain-object.js';
import { isInt64 } from '../../value/storable.js';
import { patternOf } from '../pattern/pattern-of.js';
import { choicesRule } from './choices-rule.js';
import { int32 } from './scalar-rules.js';
import { shortNumber } from './short-number.js';

/** The JSON Schema of constraints, without those of elements and entries. Left out is what it cannot say. */
export function constraintRule(
  type: FieldType,
  constraints: Constraints | undefined,
  isNullable: boolean,
): Plain {
  if (!constraints) return {};
  const { choices, min, max, pattern } = constraints;
  return {
    ...choicesRule(type, choices, isNullable),
    ...limitRule(type, 'minimum', min),
    ...limitRule(type, 'maximum', max),
    ...sizeRule(type, constraints),
    ...patternRule(pattern),
  };
}

/** Numbers only: JSON Schema has no limits for dates. */
function limitRule(type: FieldType, name: 'minimum' | 'maximum', limit: FieldLimit | undefined): Plain {
  if (limit === undefined || isDate(limit)) return {};
  if (typeof limit === 'number' ? !Number.isFinite(limit) : !isInt64(limit)) return {};
  // The kind itself has narrower limits.
  if (type.kind === 'int32' && (name === 'minimum' ? limit <= int32.min : limit >= int32.max)) return {};
  return { [name]: shortNumber(limit) };
}

const sizeNames: Partial<Record<FieldType['kind'], readonly [least: string, greatest: string]>> =
  Object.freeze({
    string: ['minLength', 'maxLength'],
    array: ['minItems', 'maxItems'],
    map: ['minProperties', 'maxProperties'],
  });

/** Both count the characters of text, not its code units. */
function sizeRule({ kind }: FieldType, { minLength, maxLength }: Constraints): Plain {
  const names = sizeNames[kind];
  if (!names) return {};
  const [least, greatest] = names;
  return {
    ...(minLength !== undefined && { [least]: minLength }),
    ...(maxLength !== undefined && { [greatest]: maxLength }),
  };
}

function patternRule(declared: RegExp | undefined): Plain {
  const pattern = declared && patternOf(declared);
  return pattern === undefined ? {} : { pattern };
}

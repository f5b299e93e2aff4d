import type { FieldType } from '../schema/document-schema.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { isPlainObject, newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';

/**
 * The filter of an update's elements, which calls them by a name: `{ 'e0.sku': { $eq: 'a' } }`, or `{ e0: { $gt: 5 } }`.
 * @param compiled the condition on one element, in the server's form
 */
export function elementFilter(name: string, type: FieldType, compiled: Plain): Plain {
  return embeddedSchema(type) && !isOperators(compiled) ? named(name, compiled) : { [name]: compiled };
}

/** Puts the name before the paths of a filter, at any depth of groups. */
function named(name: string, filter: Plain): Plain {
  const result = newPlain();
  for (const [key, value] of Object.entries(filter))
    if (key.startsWith('$'))
      result[key] = (value as readonly unknown[]).map((each) =>
        isPlainObject(each) ? named(name, each) : each,
      );
    else result[`${name}.${key}`] = value;
  return result;
}

/** Whether a condition consists of operators on the element itself, as `{ $in: [...] }`. */
function isOperators(compiled: Plain): boolean {
  return Object.keys(compiled).some((key) => key.startsWith('$') && !groups.includes(key));
}

const groups = Object.freeze(['$and', '$or', '$nor']);

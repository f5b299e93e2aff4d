import { recordFor } from '../schema/declare/class-record.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { InvalidSchemaError } from '../schema/schema-errors.js';

/**
 * Makes documents dynamic: what is stored under keys that the class does not declare is in this `Map`, which can be changed, and
 * is stored beside the fields. Without it such keys are kept unseen.
 *
 * ```ts
 * @Undeclared() attributes = new Map<string, unknown>();
 * ```
 */
export function Undeclared(): PropertyDecorator {
  return (target, property) => {
    if (typeof target === 'function' || typeof property === 'symbol' || property === '__proto__') {
      throw new InvalidSchemaError(
        'A property with @Undeclared()',
        'It is static, or named by a symbol or __proto__, and only named properties hold what is stored',
        'Make it a named property',
      );
    }
    recordFor(target.constructor as DocumentClass).undeclared = property;
  };
}

import { recordFor } from '../schema/declare/class-record.js';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { InvalidSchemaError } from '../schema/schema-errors.js';

/**
 * Makes documents dynamic: this `Map` holds the values under undeclared keys. It can be changed, and is stored beside the fields. Without
 * it such keys are kept, but not shown.
 * @example
 * ```ts
 * @Undeclared() attributes = new Map<string, unknown>();
 * ```
 */
export function Undeclared(): PropertyDecorator {
  return (target, property) => {
    if (typeof target === 'function' || typeof property === 'symbol' || property === '__proto__') {
      throw new InvalidSchemaError(
        'A property with @Undeclared()',
        'It is static, or named by a symbol or __proto__, but only named properties are stored',
        'Make it a named property',
      );
    }
    recordFor(target.constructor as DocumentClass).undeclared = property;
  };
}

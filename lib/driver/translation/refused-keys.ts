import { isObject } from '../../value/own-value.js';

/** Keys from the document to a place in it. */
type Keys = readonly string[];

/** The greatest number of places that are reported, and the depth in which they are looked for. */
const most = 100;

/**
 * Lists the places of a document that the validator of its collection refused, from the server's report. Takes only keys from it, never
 * values.
 * @param isOfOtherClass whether a refused key shows that an alternative of the validator was not meant for the document
 */
export function refusedKeys(errorInfo: unknown, isOfOtherClass: (key: string) => boolean): readonly Keys[] {
  const found = new RefusedKeys(isOfOtherClass).of(part(errorInfo, 'details'), [], 0);
  const byPath = new Map(found.map((keys) => [JSON.stringify(keys), keys]));
  return [...byPath.values()].slice(0, most);
}

class RefusedKeys {
  constructor(private readonly isOfOtherClass: (key: string) => boolean) {}

  /** The places in a rule, or in a list of rules, that was not satisfied at a place. */
  of(rule: unknown, at: Keys, depth: number): readonly Keys[] {
    if (depth > most) return [];
    if (Array.isArray(rule)) return rule.flatMap((each) => this.of(each, at, depth + 1));
    if (!isObject(rule)) return [];
    const below = (inner: unknown, ...keys: readonly unknown[]): readonly Keys[] =>
      this.of(inner, [...at, ...keys.filter(isKey).map(String)], depth + 1);
    switch (rule['operatorName']) {
      case '$jsonSchema':
        return below(rule['schemaRulesNotSatisfied']);
      case '$and':
        return below(listOf(rule['clausesNotSatisfied']).map((each) => part(each, 'details')));
      case 'properties':
        return listOf(rule['propertiesNotSatisfied']).flatMap((each) =>
          below(part(each, 'details'), part(each, 'propertyName')),
        );
      case 'required':
        return keysBelow(at, rule['missingProperties']);
      case 'additionalProperties':
        return isKey(rule['failingProperty'])
          ? below(rule['details'], rule['failingProperty'])
          : keysBelow(at, rule['additionalProperties']);
      case 'items':
        return isKey(rule['itemIndex']) ? below(rule['details'], rule['itemIndex']) : [at];
      case 'allOf':
        return listOf(rule['schemasNotSatisfied']).flatMap((each) => below(part(each, 'details')));
      case 'anyOf':
      case 'oneOf':
        return this.#nearest(listOf(rule['schemasNotSatisfied']).map((each) => below(part(each, 'details'))));
      default:
        // A query in place of a schema names no place.
        return at.length > 0 ? [at] : [];
    }
  }

  /** The places of the alternatives that were meant for the document; of all if none was. */
  #nearest(alternatives: readonly (readonly Keys[])[]): readonly Keys[] {
    const isOther = (keys: Keys): boolean => keys.length === 1 && this.isOfOtherClass(keys[0] as string);
    const meant = alternatives.filter((each) => !each.some(isOther));
    return meant.length > 0 ? meant.flat() : alternatives.flat().filter(isOther);
  }
}

function part(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function keysBelow(at: Keys, keys: unknown): readonly Keys[] {
  return listOf(keys)
    .filter(isKey)
    .map((key) => [...at, String(key)]);
}

/** Whether a value is a key or an index. */
function isKey(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

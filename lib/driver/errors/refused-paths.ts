import { shownName } from '../../errors/shown-name.js';
import { typeUnder } from '../../kind/parts.js';
import type { DocumentSchema, FieldType, RootSchema } from '../../schema/document-schema.js';
import { embeddedSchema } from '../../schema/type-contents.js';
import type { ErrorSubject } from '../error-subject.js';
import { refusedKeys } from './refused-keys.js';

/**
 * Lists the paths, by field name, that the validator of a collection refused. Keys without a field stand for themselves.
 * @param errorInfo the server's report; anything else gives an empty list
 */
export function refusedPaths(subject: ErrorSubject, errorInfo: unknown): readonly string[] {
  const family = typeof subject === 'string' ? [] : subject.family;
  const discriminator = (family[0] as Partial<RootSchema> | undefined)?.discriminator?.key;
  return refusedKeys(errorInfo, (key) => key === discriminator).map((keys) => pathOfKeys(family, keys));
}

function pathOfKeys(family: readonly DocumentSchema[], keys: readonly string[]): string {
  const owner = family.find(({ fieldsByKey }) => fieldsByKey.has(keys[0] ?? '')) ?? family[0];
  const names: string[] = [];
  let type: FieldType | undefined = owner && { kind: 'embedded', schema: owner };
  for (const key of keys) {
    names.push(shownName(nameUnder(type, key)));
    type = type && typeUnder(type, key);
  }
  return names.join('.');
}

function nameUnder(type: FieldType | undefined, key: string): string {
  return (type && embeddedSchema(type)?.fieldsByKey.get(key)?.name) ?? key;
}

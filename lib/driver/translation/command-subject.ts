import { shownName } from '../../errors/shown-name.js';
import { typeUnder } from '../../kind/parts.js';
import type { FieldType, RootSchema } from '../../schema/document-schema.js';
import { embeddedSchema } from '../../schema/type-contents.js';

/** The subject of a command, for errors. */
export interface CommandSubject {
  /** The name of a document class, or of something else. */
  readonly name: string;
  /** The document class and its subclasses. */
  readonly family?: readonly RootSchema[];
}

/** The path of fields, as messages show it, for a path of stored keys. Keys that no field has stand for themselves. */
export function pathOfKeys({ family = [] }: CommandSubject, keys: readonly string[]): string {
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

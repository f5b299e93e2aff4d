import { mapEmbedded } from '../kind/map-embedded.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { belongsToOf } from '../kind/belongs-to.js';
import { setField } from '../schema/set-field.js';
import { construct } from './construct.js';
import type { Values } from './decode.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

type Instance = Record<string, unknown>;

/** Does the same as `assemble`, without generated code. */
export function assembleStepByStep(
  schema: DocumentSchema,
  values: Values,
  undeclared: UndeclaredKeys,
  loaded: ReadonlySet<string> | undefined,
): object {
  const document = construct(schema);
  for (const { name, type } of schema.fields) {
    // Most fields have a value: reading it before costs less than asking first.
    const value = values[name];
    if (value !== undefined && Object.hasOwn(values, name))
      setField(schema, document, name, assembleValue(type, value, undeclared));
  }
  if (schema.undeclared && values[schema.undeclared.name] !== undefined)
    setField(schema, document, schema.undeclared.name, values[schema.undeclared.name]);
  for (const { name } of belongsToOf(schema))
    if (values[name] !== undefined) setField(schema, document, name, values[name]);
  undeclared.move(values, document);
  if (loaded) forget(schema, document, loaded);
  applyDefaults(schema, document, loaded);
  return document;
}

/** Clears fields that were not loaded: their initial values say nothing about the stored ones. */
function forget(schema: DocumentSchema, document: Instance, loaded: ReadonlySet<string>): void {
  const { fields, undeclared } = schema;
  for (const { name } of undeclared ? [...fields, undeclared] : fields)
    if (!loaded.has(name)) setField(schema, document, name, undefined);
}

/** Gives loaded fields that are undefined their defaults. */
export function applyDefaults(schema: DocumentSchema, document: object, loaded?: ReadonlySet<string>): void {
  for (const { name, makeDefault } of schema.fields) {
    if (makeDefault && (document as Instance)[name] === undefined && (!loaded || loaded.has(name)))
      setField(schema, document, name, makeDefault());
  }
}

/** Turns the values of embedded documents, at any depth of lists and maps, into instances; instances stay themselves. */
export function assembleValue(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  return mapEmbedded(type, value, (schema, fields) =>
    assembleStepByStep(schema, fields, undeclared, undefined),
  );
}

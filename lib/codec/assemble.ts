import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { mapElements } from '../schema/elements-of.js';
import { isPlainObject, isWholeMap } from '../schema/plain-object.js';
import type { Values } from './decode.js';
import { generateAssembler } from './generate-assembler.js';
import type { GeneratedAssembler } from './generate-assembler.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

type Instance = Record<string, unknown>;

/** Generated when the first document of a class is made; undefined where code from strings is not allowed. */
const assemblers = new WeakMap<DocumentSchema, { readonly assemble: GeneratedAssembler | undefined }>();

/**
 * Makes a document of its class, its constructor called without arguments, and gives it values by field name.
 * Where there is no value, what the class itself initialises stays, else the field's default is used. Of a document of which only
 * some fields are `loaded` the others are undefined.
 */
export function assemble(
  schema: DocumentSchema,
  values: Values,
  undeclared: UndeclaredKeys,
  loaded?: ReadonlySet<string>,
): object {
  if (loaded) return assembleStepByStep(schema, values, undeclared, loaded);
  let known = assemblers.get(schema);
  if (!known) assemblers.set(schema, (known = { assemble: generateAssembler(schema) }));
  return known.assemble
    ? known.assemble(values, undeclared)
    : assembleStepByStep(schema, values, undeclared, undefined);
}

/** The same without generated code. */
export function assembleStepByStep(
  schema: DocumentSchema,
  values: Values,
  undeclared: UndeclaredKeys,
  loaded: ReadonlySet<string> | undefined,
): object {
  const document = new (schema.documentClass as new () => Instance)();
  for (const { name, type } of schema.fields) {
    // Most fields have a value: reading it before costs less than asking first.
    const value = values[name];
    if (value !== undefined && Object.hasOwn(values, name))
      document[name] = assembleValue(type, value, undeclared);
  }
  if (schema.undeclared && values[schema.undeclared.name] !== undefined)
    document[schema.undeclared.name] = values[schema.undeclared.name];
  undeclared.move(values, document);
  if (loaded) forget(schema, document, loaded);
  applyDefaults(schema, document, loaded);
  return document;
}

/** What the class initialised says nothing of what was not loaded. */
function forget(
  { fields, undeclared }: DocumentSchema,
  document: Instance,
  loaded: ReadonlySet<string>,
): void {
  for (const { name } of fields) if (!loaded.has(name)) document[name] = undefined;
  if (undeclared && !loaded.has(undeclared.name)) document[undeclared.name] = undefined;
}

/** Gives the fields that are undefined, and loaded, their defaults. */
export function applyDefaults(schema: DocumentSchema, document: object, loaded?: ReadonlySet<string>): void {
  for (const { name, makeDefault } of schema.fields) {
    if (makeDefault && (document as Instance)[name] === undefined && (!loaded || loaded.has(name)))
      (document as Instance)[name] = makeDefault();
  }
}

/** Turns the values of embedded documents, at any depth of arrays and maps, into instances; instances stay themselves. */
function assembleValue(type: FieldType, value: unknown, undeclared: UndeclaredKeys): unknown {
  switch (type.kind) {
    case 'array':
      return Array.isArray(value)
        ? mapElements(value, (element) => assembleValue(type.of, element, undeclared))
        : value;
    case 'map':
      if (!isWholeMap(value)) return value;
      return new Map([...value].map(([key, entry]) => [key, assembleValue(type.of, entry, undeclared)]));
    case 'embedded':
      return isPlainObject(value) ? assembleStepByStep(type.schema, value, undeclared, undefined) : value;
    default:
      return value;
  }
}

import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { mapElements } from '../value/elements-of.js';
import { isGivenByFields } from '../schema/given-by-fields.js';
import { isWholeMap } from '../value/plain-object.js';
import { setField } from '../schema/set-field.js';
import { construct } from './construct.js';
import type { Values } from './decode.js';
import { generateAssembler } from './fast/generate-assembler.js';
import type { GeneratedAssembler } from './fast/generate-assembler.js';
import type { UndeclaredKeys } from './undeclared-keys.js';

type Instance = Record<string, unknown>;

/** Generated when the first document of a class is made; undefined where code from strings is not allowed. */
const assemblers = new WeakMap<DocumentSchema, { readonly assemble: GeneratedAssembler | undefined }>();

/**
 * Makes a document of its class, its constructor called without arguments, and gives it values by field name.
 * Where there is no value, what the class itself initialises stays, else the field's default is used. Of a document of which only
 * some fields are `loaded` the others are undefined.
 * @throws DocumentConstructorError, FieldNotWritableError
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
  try {
    if (known.assemble) return known.assemble(values, undeclared);
  } catch {
    // Whatever it is happens again where it can be told.
  }
  return assembleStepByStep(schema, values, undeclared, undefined);
}

/** The same without generated code. */
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
  undeclared.move(values, document);
  if (loaded) forget(schema, document, loaded);
  applyDefaults(schema, document, loaded);
  return document;
}

/** What the class initialised says nothing of what was not loaded. */
function forget(schema: DocumentSchema, document: Instance, loaded: ReadonlySet<string>): void {
  const { fields, undeclared } = schema;
  for (const { name } of undeclared ? [...fields, undeclared] : fields)
    if (!loaded.has(name)) setField(schema, document, name, undefined);
}

/** Gives the fields that are undefined, and loaded, their defaults. */
export function applyDefaults(schema: DocumentSchema, document: object, loaded?: ReadonlySet<string>): void {
  for (const { name, makeDefault } of schema.fields) {
    if (makeDefault && (document as Instance)[name] === undefined && (!loaded || loaded.has(name)))
      setField(schema, document, name, makeDefault());
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
      return isGivenByFields(type.schema.documentClass, value)
        ? assembleStepByStep(type.schema, value, undeclared, undefined)
        : value;
    default:
      return value;
  }
}

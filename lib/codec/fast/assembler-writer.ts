import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { belongsToOf } from '../../kind/belongs-to.js';
import { isContainer } from '../../schema/type-contents.js';
import { code, quoted, SourceWriter } from '../../source/source-writer.js';

/**
 * Writes the source of functions that make documents from values by field name: one per document class, array type and map type. The source
 * relies on `hasOwn`, `elementsOf`, `isGivenByFields`, `isPlainObject` and `isWholeMap`.
 */
export class AssemblerWriter extends SourceWriter {
  /** The name of the function that makes documents of a schema. */
  functionForSchema(schema: DocumentSchema): string {
    const { fields, undeclared } = schema;
    return this.functionFor(schema, `make${schema.name}`, (name) =>
      code(
        `
function $name(values, undeclared) {
  const document = new $documentClass();
  let value;
  $fields
  $shown
  $targets
  undeclared.move(values, document);
  $defaults
  return document;
}`,
        {
          name,
          documentClass: this.#classOf(schema),
          fields: fields.map((field) => this.#fieldStatement(field)).join('\n  '),
          shown: undeclared ? shownStatement(undeclared.name) : '',
          targets: belongsToOf(schema)
            .map(({ name: target }) => shownStatement(target))
            .join('\n  '),
          defaults: fields.map((field) => this.#defaultStatement(field)).join(''),
        },
      ),
    );
  }

  #classOf({ name, documentClass }: DocumentSchema): string {
    return this.reference(`classOf${name}`, documentClass);
  }

  /** Sets a field. Most fields have a value, so reading it first costs less than checking. */
  #fieldStatement({ name, type }: FieldSchema): string {
    return code(
      'value = values[$name]; if (value !== undefined && hasOwn(values, $name)) document[$name] = $made;',
      { name: quoted(name), made: this.#made(type) },
    );
  }

  #defaultStatement({ name, makeDefault }: FieldSchema): string {
    if (!makeDefault) return '';
    return code('if (document[$name] === undefined) document[$name] = $makeDefault();\n  ', {
      ...{ name: quoted(name), makeDefault: this.reference('makeDefault', makeDefault) },
    });
  }

  /** The source of the value made from `value`: instances, and values that do not fit the type, are unchanged. */
  #made(type: FieldType): string {
    switch (type.kind) {
      case 'embedded':
        return code(
          'isPlainObject(value) || isGivenByFields($documentClass, value) ? $make(value, undeclared) : value',
          { documentClass: this.#classOf(type.schema), make: this.functionForSchema(type.schema) },
        );
      case 'array':
        return `Array.isArray(value) ? ${this.#madeList(type, type.of)} : value`;
      case 'map':
        return `isWholeMap(value) ? ${this.#mapFunction(type, type.of)}(value, undeclared) : value`;
      default:
        return 'value';
    }
  }

  #madeList(type: FieldType, of: FieldType): string {
    if (!isContainer(of)) return 'elementsOf(value)';
    const make = this.functionFor(type, 'makeList', (name) =>
      code(
        `
function $name(values, undeclared) {
  const list = new Array(values.length);
  for (let index = 0; index < list.length; index++) { const value = values[index]; list[index] = $made; }
  return list;
}`,
        { name, made: this.#made(of) },
      ),
    );
    return `${make}(value, undeclared)`;
  }

  #mapFunction(type: FieldType, of: FieldType): string {
    return this.functionFor(type, 'makeMap', (name) =>
      code(
        `
function $name(values, undeclared) {
  const map = new Map();
  for (const [key, value] of values) map.set(key, $made);
  return map;
}`,
        { name, made: this.#made(of) },
      ),
    );
  }
}

function shownStatement(name: string): string {
  return code('if (values[$name] !== undefined) document[$name] = values[$name];', { name: quoted(name) });
}

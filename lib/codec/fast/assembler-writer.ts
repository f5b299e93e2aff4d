import type { DocumentClass } from '../../schema/class-record.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { isContainer } from '../../schema/type-contents.js';
import { WrittenFunctions } from '../../source/written-functions.js';

/** What a source cannot say by itself. */
export interface AssemblerParts {
  readonly classes: DocumentClass[];
  readonly defaults: (() => unknown)[];
}

/**
 * Writes the source of functions that make documents of values by field name: one for each document class, array and map type that is
 * met. In the source `o` is what is given, `d` what is made of it, `v` a value, `x` the undeclared keys. Names are in it as JSON strings only.
 */
export class AssemblerWriter {
  readonly parts: AssemblerParts = { classes: [], defaults: [] };
  readonly #functions = new WrittenFunctions();

  get source(): string {
    return this.#functions.source;
  }

  /** The name of the function that makes documents of a schema. */
  functionFor(schema: DocumentSchema): string {
    return this.#functionFor(schema, () => {
      const classIndex = this.parts.classes.push(schema.documentClass) - 1;
      const { fields, undeclared } = schema;
      return `const d = new c[${classIndex}]();
  let v;
  ${fields.map((field) => this.#fieldStatement(field)).join('\n  ')}
  ${undeclared ? shownStatement(undeclared.name) : ''}
  x.move(o, d);
  ${fields.map((field) => this.#defaultStatement(field)).join('')}`;
    });
  }

  /** @param statements make `d` of `o` */
  #functionFor(subject: DocumentSchema | FieldType, statements: () => string): string {
    return this.#functions.nameOf(
      subject,
      (name) => `\nfunction ${name}(o, x) {\n  ${statements()}\n  return d;\n}`,
    );
  }

  /** Most fields have a value: reading it before costs less than asking first. */
  #fieldStatement({ name, type }: FieldSchema): string {
    const key = JSON.stringify(name);
    return `v = o[${key}]; if (v !== undefined && hasOwn(o, ${key})) d[${key}] = ${this.#value(type)};`;
  }

  #defaultStatement({ name, makeDefault }: FieldSchema): string {
    if (!makeDefault) return '';
    const key = JSON.stringify(name);
    return `if (d[${key}] === undefined) d[${key}] = g[${this.parts.defaults.push(makeDefault) - 1}]();\n  `;
  }

  /** The source of what is made of `v`: instances, and what fits no type, stay themselves. */
  #value(type: FieldType): string {
    switch (type.kind) {
      case 'embedded': {
        const assemble = this.functionFor(type.schema);
        const position = this.parts.classes.indexOf(type.schema.documentClass);
        return `isPlainObject(v) || isGivenByFields(c[${position}], v) ? ${assemble}(v, x) : v`;
      }
      case 'array':
        return `Array.isArray(v) ? ${this.#arrayFunction(type, type.of)} : v`;
      case 'map':
        return `isWholeMap(v) ? ${this.#mapFunction(type, type.of)}(v, x) : v`;
      default:
        return 'v';
    }
  }

  #arrayFunction(type: FieldType, of: FieldType): string {
    if (!isContainer(of)) return 'elementsOf(v)';
    const name = this.#functionFor(
      type,
      () =>
        `const d = new Array(o.length); for (let i = 0; i < d.length; i++) { const v = o[i]; d[i] = ${this.#value(of)}; }`,
    );
    return `${name}(v, x)`;
  }

  #mapFunction(type: FieldType, of: FieldType): string {
    return this.#functionFor(
      type,
      () => `const d = new Map(); for (const [k, v] of o) d.set(k, ${this.#value(of)});`,
    );
  }
}

function shownStatement(name: string): string {
  const key = JSON.stringify(name);
  return `if (o[${key}] !== undefined) d[${key}] = o[${key}];`;
}

import { evaluate } from './evaluate.js';

/**
 * Writes the source of functions that refer to each other. Each is known by name before it is written, so that their classes may hold each
 * other.
 */
export class SourceWriter {
  readonly #functions: string[] = [];
  readonly #names = new Map<object, string>();
  readonly #references = new Map<unknown, string>();

  get source(): string {
    return this.#functions.join('\n');
  }

  /**
   * The name of the function for a subject: a document class, an array or map type, or the constraints of its elements.
   * @param label a part of the name, to tell functions apart in the source
   * @param write makes the source of the function with that name; called the first time only
   */
  functionFor(subject: object, label: string, write: (name: string) => string): string {
    const known = this.#names.get(subject);
    if (known !== undefined) return known;
    const name = `${identifier(label)}${this.#names.size}`;
    this.#names.set(subject, name);
    this.add(write(name));
    return name;
  }

  /** Adds source that does not belong to a single subject. */
  add(source: string): void {
    this.#functions.push(source);
  }

  /** The name in the source for a value that cannot be written as source. */
  reference(label: string, value: unknown): string {
    let name = this.#references.get(value);
    if (name === undefined) {
      name = `${identifier(label)}_${this.#references.size}`;
      this.#references.set(value, name);
    }
    return name;
  }

  /**
   * Evaluates an expression after the functions; undefined where code generation is not allowed.
   * @param values other values of the source, by name
   */
  evaluate<R>(expression: string, values: Readonly<Record<string, unknown>>): R | undefined {
    const all = {
      ...values,
      ...Object.fromEntries(Array.from(this.#references, ([value, name]) => [name, value])),
    };
    // The engine treats constants in the source as constant, but not parameters of the function around it.
    const constants = `const { ${Object.keys(all).join(', ')} } = all;`;
    return evaluate<R>(`${constants}\n${this.source}\nreturn ${expression};`, { all });
  }
}

/** Fills the named placeholders of code: `code('value = document[$name];', { name: quoted('age') })`. */
export function code(template: string, parts: Readonly<Record<string, string | number>>): string {
  return template.replace(/\$([a-z]\w*)/gi, (_placeholder, name: string) => {
    const part = parts[name];
    if (part === undefined) throw new Error(`The code has no part for $${name}`);
    return String(part);
  });
}

/** A name of a field, key or class as a string of the source: the only way in which names get there. */
export function quoted(name: string): string {
  return JSON.stringify(name);
}

/** The letters and digits of a label. */
function identifier(label: string): string {
  return label.replace(/[^A-Za-z0-9]/g, '');
}

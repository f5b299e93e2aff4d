import type { Constraints } from '../../schema/constraints.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { WrittenFunctions } from '../../source/written-functions.js';

/** What a source cannot say by itself. */
export interface ValidCheckParts {
  readonly prototypes: object[];
  readonly constraints: Constraints[];
}

/** Which rules are written: all of them, or only those for what can be stored. */
export type WrittenChecks = 'all' | 'storable';

/**
 * Writes the source of functions that tell whether a document is certainly valid: one for each document class, array and map type that
 * is met. In the source `o` is what is looked at, `n` how deep it is nested, `m` the name of a field that may be missing, `v` a value.
 * Names are in it as JSON strings only.
 */
export class ValidCheckWriter {
  readonly parts: ValidCheckParts = { prototypes: [], constraints: [] };
  /** Whether validators were met: what they say is never certain. */
  hasValidators = false;
  readonly #functions = new WrittenFunctions();
  readonly #isComplete: boolean;

  constructor(checks: WrittenChecks) {
    this.#isComplete = checks === 'all';
  }

  get source(): string {
    return this.#functions.source;
  }

  /** The name of the function that looks at documents of a schema. */
  functionFor(schema: DocumentSchema): string {
    return this.#functionFor(schema, () => {
      if (this.#isComplete && schema.validators.length > 0) this.hasValidators = true;
      return `let v;
  ${schema.fields.map((field) => this.#fieldStatement(field)).join('\n  ')}
  ${schema.undeclared ? absentStatement(schema.undeclared.name) : ''}`;
    });
  }

  /** @param statements return false if something of `o` is not certain */
  #functionFor(subject: DocumentSchema | FieldType | Constraints, statements: () => string): string {
    return this.#functions.nameOf(
      subject,
      (name) => `\nfunction ${name}(o, n, m) {
  if (n > depthLimit) return false;
  ${statements()}
  return true;\n}`,
    );
  }

  #fieldStatement({ name, type, constraints, required }: FieldSchema): string {
    const key = JSON.stringify(name);
    const check = this.#check(type, this.#isComplete ? constraints : undefined);
    return `v = o[${key}]; if (v !== undefined && v !== null) { if (!(${check})) return false; }${
      required && this.#isComplete ? ` else if (m !== ${key}) return false;` : ''
    }`;
  }

  /** The source of an expression about `v`, which is neither null nor undefined. */
  #check(type: FieldType, constraints: Constraints | undefined): string {
    const ofType = this.#typeCheck(type, constraints?.each);
    if (!constraints) return ofType;
    if (constraints.validators.length > 0) this.hasValidators = true;
    return `${ofType} && keepsConstraints(k[${this.parts.constraints.push(constraints) - 1}], v)`;
  }

  #typeCheck(type: FieldType, each: Constraints | undefined): string {
    switch (type.kind) {
      case 'string':
        return `typeof v === 'string' && v.isWellFormed()`;
      case 'boolean':
        return `typeof v === 'boolean'`;
      case 'number':
        return `typeof v === 'number' && v === v`;
      case 'embedded': {
        const position = this.parts.prototypes.push(type.schema.documentClass.prototype as object) - 1;
        return `getPrototypeOf(v) === p[${position}] && ${this.functionFor(type.schema)}(v, n + 1)`;
      }
      case 'array':
        return `Array.isArray(v) && ${this.#arrayFunction(type, type.of, each)}(v, n + 1)`;
      case 'map':
        return `isWholeMap(v) && ${this.#mapFunction(type, type.of, each)}(v, n + 1)`;
      default:
        return `s.${type.kind}.accepts(v)`;
    }
  }

  #arrayFunction(type: FieldType, of: FieldType, each: Constraints | undefined): string {
    return this.#functionFor(
      each ?? type,
      () =>
        `for (let i = 0; i < o.length; i++) { const v = o[i]; if (v === undefined || (v !== null && !(${this.#check(of, each)}))) return false; }`,
    );
  }

  #mapFunction(type: FieldType, of: FieldType, each: Constraints | undefined): string {
    return this.#functionFor(
      each ?? type,
      () =>
        `for (const [e, v] of o) { if (typeof e !== 'string' || !isStorableKey(e) || v === undefined || (v !== null && !(${this.#check(of, each)}))) return false; }`,
    );
  }
}

/** What a class shows of undeclared keys is looked at step by step. */
function absentStatement(name: string): string {
  return `v = o[${JSON.stringify(name)}]; if (v !== undefined && v !== null) return false;`;
}

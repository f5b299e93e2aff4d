import type { Constraints } from '../../schema/declare/constraints.js';
import type { DocumentSchema, FieldSchema, FieldType } from '../../schema/document-schema.js';
import { code, quoted, SourceWriter } from '../../source/source-writer.js';

/** The rules to write: all, or only those for values that can be stored. */
export type WrittenChecks = 'all' | 'storable';

/**
 * Writes the source of functions that check whether a document at a depth is certainly valid, where the field with one name may be missing.
 * It relies on `depthLimit`, `kinds`, `getPrototypeOf`, `isStorableKey`, `isWholeMap` and `keepsConstraints`.
 */
export class ValidCheckWriter extends SourceWriter {
  /** Whether validators were found: their results are never certain. */
  hasValidators = false;
  readonly #isComplete: boolean;

  constructor(checks: WrittenChecks) {
    super();
    this.#isComplete = checks === 'all';
  }

  /** The name of the function that checks documents of a schema. */
  functionForSchema(schema: DocumentSchema): string {
    return this.functionFor(schema, `isValid${schema.name}`, (name) => {
      if (this.#isComplete && schema.validators.length > 0) this.hasValidators = true;
      return checkFunction(
        name,
        code('let value;\n  $fields\n  $undeclared', {
          fields: schema.fields.map((field) => this.#fieldStatement(field)).join('\n  '),
          undeclared: schema.undeclared ? absentStatement(schema.undeclared.name) : '',
        }),
      );
    });
  }

  #fieldStatement({ name, type, constraints, required }: FieldSchema): string {
    return code(
      'value = holder[$name]; if (value !== undefined && value !== null) { if (!($check)) return false; }$missing',
      {
        name: quoted(name),
        check: this.#check(type, this.#isComplete ? constraints : undefined),
        missing: required && this.#isComplete ? ` else if (missing !== ${quoted(name)}) return false;` : '',
      },
    );
  }

  /** The source of an expression about `value`, which is neither null nor undefined. */
  #check(type: FieldType, constraints: Constraints | undefined): string {
    const ofType = this.#typeCheck(type, constraints?.each);
    if (!constraints) return ofType;
    if (constraints.validators.length > 0) this.hasValidators = true;
    return `${ofType} && keepsConstraints(${this.reference('constraints', constraints)}, value)`;
  }

  #typeCheck(type: FieldType, each: Constraints | undefined): string {
    switch (type.kind) {
      case 'string':
        return `typeof value === 'string' && value.isWellFormed()`;
      case 'boolean':
        return `typeof value === 'boolean'`;
      case 'number':
        return `typeof value === 'number' && value === value`;
      case 'embedded':
        return code('getPrototypeOf(value) === $prototype && $check(value, depth + 1)', {
          prototype: this.reference('prototype', type.schema.documentClass.prototype),
          check: this.functionForSchema(type.schema),
        });
      case 'array':
        return `Array.isArray(value) && ${this.#arrayFunction(type, type.of, each)}(value, depth + 1)`;
      case 'map':
        return `isWholeMap(value) && ${this.#mapFunction(type, type.of, each)}(value, depth + 1)`;
      default:
        return `kinds.${type.kind}.accepts(value)`;
    }
  }

  #arrayFunction(type: FieldType, of: FieldType, each: Constraints | undefined): string {
    return this.functionFor(each ?? type, 'isValidList', (name) =>
      checkFunction(
        name,
        code(
          `for (let index = 0; index < holder.length; index++) {
    const value = holder[index];
    if (value === undefined || (value !== null && !($check))) return false;
  }`,
          { check: this.#check(of, each) },
        ),
      ),
    );
  }

  #mapFunction(type: FieldType, of: FieldType, each: Constraints | undefined): string {
    return this.functionFor(each ?? type, 'isValidMap', (name) =>
      checkFunction(
        name,
        code(
          `for (const [key, value] of holder) {
    if (typeof key !== 'string' || !isStorableKey(key) || value === undefined || (value !== null && !($check))) return false;
  }`,
          { check: this.#check(of, each) },
        ),
      ),
    );
  }
}

/** @param statements return false if a value of `holder` is not certain */
function checkFunction(name: string, statements: string): string {
  return code(
    `
function $name(holder, depth, missing) {
  if (depth > depthLimit) return false;
  $statements
  return true;
}`,
    { name, statements },
  );
}

/** Leaves the field that shows undeclared keys to the check step by step. */
function absentStatement(name: string): string {
  return code('value = holder[$name]; if (value !== undefined && value !== null) return false;', {
    name: quoted(name),
  });
}

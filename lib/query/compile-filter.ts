import { kindOf } from '../kind/kinds.js';
import { embeddedSchema } from '../schema/type-contents.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { describeType } from '../schema/describe-type.js';
import { describeValue } from '../value/describe-value.js';
import { isEmptyPlain, isPlainObject, newPlain } from '../value/plain-object.js';
import type { Plain } from '../value/plain-object.js';
import { candidates, compileEquality, compileLimit } from './compile-equality.js';
import { equal } from './comparison/equal.js';
import { isGroup } from './logic/group.js';
import { negation } from './logic/negation.js';
import { joined, mergedOperators } from './join-conditions.js';
import { InvalidFilterError, OperatorNotAllowedError } from './query-errors.js';
import { resolvePath } from './resolve-path.js';
import { Operator } from './filter-operator.js';
import type { GroupNode, OperandCompiler } from './filter-operator.js';

/** Options of methods that take a filter. */
export interface FilterOptions {
  /**
   * Whether paths and operators whose value is undefined are left out of the filter, instead of an error. A filter that is empty then
   * matches all documents. Default false.
   */
  readonly ignoreUndefined?: boolean;
}

/**
 * Compiles a filter by field names into one for the server. Everything is checked: paths exist, values fit their fields, and operators were
 * made by this package.
 * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
 */
export function compileFilter(schema: DocumentSchema, filter: unknown, options?: FilterOptions): Plain {
  return new FilterCompiler(schema, options?.ignoreUndefined === true).filter(filter);
}

/**
 * Compiles the condition of elements of an array: a filter for embedded documents, else an operator or a value.
 * @param path of the array, by field name
 * @param type of an element
 * @throws InvalidFilterError, UnknownPathError, OperatorNotAllowedError
 */
export function compileElementCondition(
  schema: DocumentSchema,
  path: string,
  type: FieldType,
  condition: unknown,
): Plain {
  const filters = new FilterCompiler(schema, false);
  const embedded = embeddedSchema(type);
  if (embedded && (!Operator.isOperator(condition) || isGroup(condition)))
    return compileFilter(embedded, condition);
  const at = { path, keyPath: path, type };
  return Operator.isOperator(condition)
    ? filters.operators(at, condition)
    : equal.compile(condition, new PathCompiler(filters, at));
}

class FilterCompiler {
  constructor(
    readonly schema: DocumentSchema,
    readonly ignoreUndefined: boolean,
  ) {}

  filter(filter: unknown): Plain {
    if (Operator.isOperator(filter)) return this.#whole(filter);
    if (!isPlainObject(filter))
      return this.#refuse(
        '',
        `It is ${describeValue(filter)} and not an object`,
        'Pass an object; {} for all documents',
      );
    if (Object.getOwnPropertySymbols(filter).length > 0)
      return this.#refuse(
        '',
        'It has a symbol as a key, which names no field and would match unintended documents',
        'Use field names, joined by dots',
      );
    const conditions: Plain[] = [];
    for (const [path, value] of Object.entries(filter)) {
      if (path.startsWith('$')) throw new OperatorNotAllowedError(this.schema.name, path);
      const { keyPath, type } = resolvePath(this.schema, path);
      const condition = this.#condition({ path, keyPath, type }, value);
      if (condition) conditions.push(condition);
    }
    return joined(conditions);
  }

  /** Compiles an operator that stands in place of a filter. */
  #whole(operator: Operator): Plain {
    const { node, operand } = Operator.read(operator);
    if ('isGroup' in node) return this.#group(node, operand, '', (each) => this.filter(each));
    if ('compileWhole' in node) return node.compileWhole(operand, this.schema, this.refusal(''));
    return this.#refuse(
      '',
      `${node.code} compares the value of a path, and stands in place of the filter`,
      'Put it under a path',
    );
  }

  /** Compiles what a path is given into a filter; undefined if it is left out. */
  #condition(at: Place, value: unknown): Plain | undefined {
    if (value === undefined && this.ignoreUndefined) return undefined;
    if (!Operator.isOperator(value)) return under(at.keyPath, equal.compile(value, this.#compiler(at)));
    const { node, operand } = Operator.read(value);
    if (this.#isLeftOut(operand)) return undefined;
    if ('isGroup' in node) return this.#group(node, operand, at.path, (each) => this.#condition(at, each));
    if (node === negation && isGroup(operand)) {
      const inner = this.#condition(at, operand);
      return inner && (isEmptyPlain(inner) ? undefined : { $nor: [inner] });
    }
    const operators = this.operators(at, value);
    return isEmptyPlain(operators) && this.ignoreUndefined ? undefined : under(at.keyPath, operators);
  }

  #isLeftOut(operand: unknown): boolean {
    if (!this.ignoreUndefined) return false;
    return (
      operand === undefined ||
      (Operator.isOperator(operand) && this.#isLeftOut(Operator.read(operand).operand))
    );
  }

  /** Compiles the members of a group. @param compile gives undefined for a member that is left out */
  #group(
    { key, code }: GroupNode,
    operand: unknown,
    path: string,
    compile: (member: unknown) => Plain | undefined,
  ): Plain {
    const members = operand as readonly unknown[];
    if (members.length === 0 || members.some((member) => Array.isArray(member)))
      return this.#refuse(
        path,
        `${code} was given nothing, or a list`,
        'Give it conditions one by one; spread a list',
      );
    const compiled = members.map((member) => compile(member)).filter((each) => each !== undefined);
    if (key === '$and') return joined(compiled);
    if (compiled.length < members.length || compiled.some(isEmptyPlain))
      return this.#refuse(
        path,
        `A condition of ${code} is empty, which would match every document`,
        'Leave it out',
      );
    return { [key]: compiled };
  }

  /** Compiles an operator that stands under a path. */
  operators(at: Place, operator: Operator): Plain {
    const { node, operand } = Operator.read(operator);
    if (operand === undefined) return equal.compile(operand, this.#compiler(at));
    if ('isGroup' in node) return this.#grouped(at, node, operand);
    if (!('compile' in node))
      return this.#refuse(
        at.path,
        `${node.code} stands in place of a whole filter`,
        `Use and({ ... }, ${node.code})`,
      );
    if (!candidates(at.type).some((type) => node.fits(type)))
      return this.#refuse(
        at.path,
        `${node.code} does not compare values of the type ${describeType(at.type)}`,
        'Use another operator',
      );
    return node.compile(operand, this.#compiler(at));
  }

  /** Compiles a group where only operators can stand: about one element, or inside of `not`. */
  #grouped(at: Place, node: GroupNode, operand: unknown): Plain {
    const members = (operand as readonly unknown[]).filter((each) => !this.#isLeftOut(each));
    const operators = members.map((each) =>
      Operator.isOperator(each) ? this.operators(at, each) : equal.compile(each, this.#compiler(at)),
    );
    const merged = node.key === '$and' ? mergedOperators(operators) : undefined;
    return (
      merged ??
      this.#refuse(
        at.path,
        `${node.code} cannot be used inside this operator`,
        'Give each operator once, joined by and(...)',
      )
    );
  }

  #compiler(at: Place): OperandCompiler {
    return new PathCompiler(this, at);
  }

  refusal(path: string): OperandCompiler['refuse'] {
    return (reason, remedy) => this.#refuse(path, reason, remedy);
  }

  #refuse(path: string, reason: string, remedy: string): never {
    throw new InvalidFilterError(this.schema.name, path, reason, remedy);
  }
}

/** The condition on the value under a key. */
function under(keyPath: string, operators: Plain): Plain {
  const condition = newPlain();
  condition[keyPath] = operators;
  return condition;
}

/** Compiles what stands under one path. */
class PathCompiler implements OperandCompiler {
  readonly refuse: OperandCompiler['refuse'];
  readonly type: FieldType;
  readonly ignoresUndefined: boolean;

  constructor(
    private readonly filters: FilterCompiler,
    private readonly at: Place,
  ) {
    this.refuse = filters.refusal(at.path);
    this.type = at.type;
    this.ignoresUndefined = filters.ignoreUndefined;
  }

  value(operand: unknown): unknown {
    return compileEquality(this.filters.schema, this.at.path, this.at.type, operand);
  }

  limit(operand: unknown): unknown {
    return compileLimit(this.filters.schema, this.at.path, this.at.type, operand);
  }

  operator(operand: Operator): Plain {
    return this.filters.operators(this.at, operand);
  }

  elements(operator: Operator): Plain {
    const { type } = this.at;
    return this.filters.operators({ ...this.at, type: kindOf(type).elementType(type) ?? type }, operator);
  }

  filter(schema: DocumentSchema, filter: unknown): Plain {
    return new FilterCompiler(schema, this.filters.ignoreUndefined).filter(filter);
  }
}

interface Place {
  /** By field name. */
  readonly path: string;
  readonly keyPath: string;
  readonly type: FieldType;
}

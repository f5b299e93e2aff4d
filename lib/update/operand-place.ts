import { assembleValue } from '../codec/assemble.js';
import { convertValue } from '../codec/convert-given.js';
import { encodeValue } from '../codec/encode.js';
import { normalised } from '../codec/normalised.js';
import { elementTypeOf } from '../kind/parts.js';
import { takePlacedIds } from '../reference/take-ids.js';
import type { Constraints } from '../schema/declare/constraints.js';
import { describeType } from '../schema/describe-type.js';
import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import { embeddedSchema, isSameType } from '../schema/type-contents.js';
import { whyUnchangeable } from '../schema/unchangeable.js';
import { findPlacedIssues, findValueIssues } from '../validation/find-issues.js';
import { findPlacedUnknownFields } from '../validation/find-unknown-fields.js';
import { pathTo } from '../validation/path-to.js';
import type { Segment } from '../validation/place.js';
import type { ValidationIssueCode } from '../validation/validation-issue.js';
import { describeValue } from '../value/describe-value.js';
import { elementsOf } from '../value/elements-of.js';
import { compileElementCondition } from '../query/compile-filter.js';
import { compileSort, sortDirection } from '../query/compile-sort.js';
import type { UpdateNode, UpdateOperandCompiler } from './update-operator.js';
import type { PartPlace, UpdateParts } from './update-parts.js';
import { findTarget } from './update-target.js';
import type { UpdateTarget } from './update-target.js';

/** A place that an operator changes. */
export type ChangedPlace = Omit<UpdateTarget, 'fields'>;

/** Compiles the paths of a document, or of an element. */
export interface PathsCompiler {
  readonly schema: DocumentSchema;
  readonly parts: UpdateParts;
  readonly at: PartPlace;
  issue(segments: readonly Segment[], code: ValidationIssueCode, message: string): void;
}

/** Compiles the operand of one operator. */
export class OperandPlace implements UpdateOperandCompiler {
  constructor(
    private readonly paths: PathsCompiler,
    private readonly place: ChangedPlace,
    private readonly node: UpdateNode,
  ) {}

  get type(): FieldType {
    return this.place.type;
  }

  value(operand: unknown): unknown {
    const { field, segments, type, constraints } = this.place;
    if (operand === null && field?.required) {
      this.paths.issue(segments, 'required', 'is required');
      return undefined;
    }
    return this.#encoded(segments, type, constraints, operand);
  }

  amount(operand: unknown): unknown {
    const { type } = this.place;
    const isFit =
      operand !== null && operand !== undefined && findValueIssues(type, operand, '').length === 0;
    // Untyped fields hold values of any kind; only numbers can be added to them.
    const isNumber =
      typeof operand !== 'object' && typeof operand !== 'string' && typeof operand !== 'boolean';
    if (!isFit || (type.kind === 'any' && !isNumber))
      return this.refuse(`${this.node.name} takes a ${describeType(type)}, not ${describeValue(operand)}`);
    return encodeValue(type, operand, this.paths.parts.options.undeclared);
  }

  elements(operands: readonly unknown[]): readonly unknown[] {
    return this.#elements(operands, this.place.constraints?.each);
  }

  removed(operands: readonly unknown[]): readonly unknown[] {
    return this.#elements(operands, undefined);
  }

  condition(operand: unknown): unknown {
    const { segments, type } = this.place;
    const { schema } = this.paths;
    const path = pathTo({ kind: 'embedded', schema }, segments);
    return compileElementCondition(schema, path, elementTypeOf(type), operand);
  }

  order(operand: unknown): unknown {
    const schema = embeddedSchema(elementTypeOf(this.type));
    const direction = sortDirection(operand);
    if (direction !== undefined && !schema) return direction;
    if (!schema) return this.refuse("sort of pushAll is 'asc' or 'desc' here");
    return Object.fromEntries(compileSort(schema, operand));
  }

  pathOf(operand: unknown): unknown {
    const { paths, place } = this;
    const target = typeof operand === 'string' ? findTarget(paths.schema, operand) : undefined;
    if (typeof target !== 'object')
      return this.refuse(`${this.node.name} takes a path of ${paths.schema.name}`);
    if (!isSameType(target.type, place.type))
      return this.refuse(`${this.node.name} takes a path of the same type`);
    if (target.fields.some((field) => whyUnchangeable(field, paths.parts.options.behaviours)))
      return this.refuse(`${this.node.name} takes a path that may change`);
    if ([...target.segments, ...place.segments].some((segment) => typeof segment === 'number'))
      return this.refuse(`${this.node.name} does not move values into arrays or out of them`);
    const { parts, at } = paths;
    const keyPath = at.keyPath + target.keyPath;
    parts.noteChanged(keyPath, [...at.segments, ...target.segments]);
    return keyPath;
  }

  removes(): void {
    const { field, segments } = this.place;
    if (field?.required) this.paths.issue(segments, 'required', 'is required');
  }

  refuse(message: string): unknown {
    this.paths.issue(this.place.segments, 'operator', message);
    return undefined;
  }

  #elements(operands: readonly unknown[], constraints: Constraints | undefined): readonly unknown[] {
    const { segments, type } = this.place;
    const element = elementTypeOf(type);
    return elementsOf(operands).map((operand, index) =>
      this.#encoded([...segments, index], element, constraints, operand),
    );
  }

  /** Checks a value and encodes it at once: later changes by others do not count. */
  #encoded(
    segments: readonly Segment[],
    type: FieldType,
    constraints: Constraints | undefined,
    operand: unknown,
  ): unknown {
    const { schema, parts, at } = this.paths;
    if (operand === undefined) {
      this.paths.issue(
        segments,
        'type',
        'is undefined: leave it out, use unset(), or give { ignoreUndefined: true }',
      );
      return undefined;
    }
    if (operand === null) return null;
    const { undeclared, timeout } = parts.options;
    const unknown = findPlacedUnknownFields(schema, { segments, type, value: operand });
    if (unknown) {
      parts.addIssues(unknown, at);
      return undefined;
    }
    const given = normalised(type, convertValue(type, operand, undeclared), undeclared);
    const value = assembleValue(type, given, undeclared);
    const refused = takePlacedIds(schema, { segments, type, value });
    if (refused) {
      parts.addIssues(refused, at);
      return undefined;
    }
    const list = findPlacedIssues(schema, { segments, type, constraints, value }, timeout);
    parts.addIssues(list, at);
    return list.isEmpty ? encodeValue(type, value, undeclared) : undefined;
  }
}

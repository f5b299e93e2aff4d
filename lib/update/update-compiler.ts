import { elementTypeOf } from '../kind/parts.js';
import { isArray } from '../query/array/is-array.js';
import { compileElementCondition } from '../query/compile-filter.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { whyUnchangeable } from '../schema/unchangeable.js';
import { describeType } from '../schema/describe-type.js';
import { findUnstored, whyUnstored } from '../schema/reference/unstored-path.js';
import { embeddedSchema } from '../schema/type-contents.js';
import { pathTo } from '../validation/path-to.js';
import type { Segment } from '../validation/place.js';
import { newIssue } from '../validation/validation-issue.js';
import type { ValidationIssueCode } from '../validation/validation-issue.js';
import { isEmptyPlain, isPlainObject } from '../value/plain-object.js';
import type { ElementsOperand } from './array/update-elements.js';
import { elementFilter } from './element-filter.js';
import { setNode } from './field/set.js';
import { functionFor } from './operators.js';
import { OperandPlace } from './operand-place.js';
import type { ChangedPlace, PathsCompiler } from './operand-place.js';
import { OperatorCall } from './update-operator.js';
import type { UpdateNode } from './update-operator.js';
import { documentItself } from './update-parts.js';
import type { PartPlace, UpdateParts } from './update-parts.js';
import { findTarget } from './update-target.js';
import type { UpdateTarget } from './update-target.js';

/** Compiles the paths of an update of documents, or of elements of an array, with their values and operators. */
export class UpdateCompiler implements PathsCompiler {
  constructor(
    readonly schema: DocumentSchema,
    readonly parts: UpdateParts,
    readonly at: PartPlace = documentItself,
  ) {}

  /** Adds changes: each path with a value or an operator. Everything that is wrong becomes an issue. */
  paths(changes: Iterable<readonly [string, unknown]>): void {
    for (const [path, change] of changes) this.#path(path, change);
  }

  /** Adds a change that the library makes itself: rules for callers do not apply. */
  ownPath(path: string, change: unknown): void {
    const target = findTarget(this.schema, path);
    if (typeof target === 'object') this.#change(target, change);
  }

  #path(path: string, change: unknown): void {
    if (change === undefined && this.parts.options.ignoreUndefined) return;
    const target = findTarget(this.schema, path);
    if (typeof target !== 'object') this.#refusePath(path, target);
    else if (this.#mayChange(target, change)) this.#change(target, change);
  }

  #refusePath(path: string, reason: 'array' | undefined): void {
    const segments = path.split('.');
    if (reason === 'array')
      this.issue(
        segments,
        'operator',
        'passes through an array: give it an index, or use updateElements on the array',
      );
    else if (path.startsWith('$')) {
      const name = functionFor(path);
      const remedy = name
        ? name === setNode.name
          ? 'the paths with their values alone'
          : `${name}(...)`
        : 'the functions of nestjs-documents, or raw(...)';
      this.issue(segments, 'unknown_field', `is an operator, which only functions can make: use ${remedy}`);
    } else {
      const unstored = findUnstored(this.schema, path);
      const message = unstored ? whyUnstored(unstored).join('; ') : `is not a path of ${this.schema.name}`;
      this.issue(segments, 'unknown_field', message);
    }
  }

  /** Checks the fields on the way to a place. */
  #mayChange({ fields, segments }: UpdateTarget, change: unknown): boolean {
    if (isForInsert(change)) return true;
    const { behaviours } = this.parts.options;
    const reasons = fields.map((field) => whyUnchangeable(field, behaviours));
    const refusal = reasons.find((reason) => reason !== undefined);
    if (refusal !== undefined) this.issue(segments, 'immutable', refusal);
    return refusal === undefined;
  }

  #change(target: ChangedPlace, change: unknown): void {
    const { node, operand } = OperatorCall.isOperatorCall(change)
      ? OperatorCall.read(change)
      : { node: setNode, operand: change };
    if ('isOfElements' in node) this.#elements(target, operand as ElementsOperand);
    else this.#operator(target, node, operand);
  }

  #operator(target: ChangedPlace, node: UpdateNode, operand: unknown): void {
    const { parts, at } = this;
    if (!node.fits(target.type)) {
      this.issue(
        target.segments,
        'operator',
        `${node.name}(...) does not change ${describeType(target.type)}`,
      );
      return;
    }
    const keyPath = at.keyPath + target.keyPath;
    parts.noteChanged(keyPath, [...at.segments, ...target.segments]);
    parts.add(node.key, keyPath, node.compile(operand, new OperandPlace(this, target, node)));
  }

  /** Compiles changes of elements that meet a condition. */
  #elements(target: ChangedPlace, { condition, changes }: ElementsOperand): void {
    const { parts, at } = this;
    if (!isArray(target.type)) {
      this.issue(
        target.segments,
        'operator',
        `updateElements(...) does not change ${describeType(target.type)}`,
      );
      return;
    }
    const element = elementTypeOf(target.type);
    const path = pathTo({ kind: 'embedded', schema: this.schema }, target.segments);
    const compiled =
      isPlainObject(condition) && isEmptyPlain(condition)
        ? undefined
        : compileElementCondition(this.schema, path, element, condition);
    const name = compiled ? parts.addArrayFilter((each) => elementFilter(each, element, compiled)) : '';
    const keyPath = `${target.keyPath}.$[${name}]`;
    const schema = embeddedSchema(element);
    if (schema && isPlainObject(changes)) {
      const place = {
        segments: [...at.segments, ...target.segments],
        path: at.path === '' ? path : `${at.path}.${path}`,
        keyPath: `${at.keyPath}${keyPath}.`,
      };
      new UpdateCompiler(schema, parts, place).paths(Object.entries(changes));
    } else {
      const { segments, constraints } = target;
      this.#change(
        { segments, keyPath, type: element, constraints: constraints?.each, field: undefined },
        changes,
      );
    }
  }

  /** Reports an issue. @param segments the way from the document, or the element, that is compiled */
  issue(segments: readonly Segment[], code: ValidationIssueCode, message: string): void {
    const path = pathTo({ kind: 'embedded', schema: this.schema }, segments);
    this.parts.addIssue(newIssue(path, code, message, segments), this.at);
  }
}

function isForInsert(change: unknown): boolean {
  if (!OperatorCall.isOperatorCall(change)) return false;
  const { node } = OperatorCall.read(change);
  return 'isForInsert' in node && node.isForInsert === true;
}

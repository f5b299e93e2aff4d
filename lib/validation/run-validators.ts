import type { StandardSchemaV1 } from '@standard-schema/spec';
import { isPromiseLike } from '../errors/is-promise-like.js';
import { isStandardSchema } from '../schema/constraints.js';
import type { DocumentValidator, FieldValidator, ReportedIssue } from '../schema/constraints.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { isPlainObject } from '../schema/plain-object.js';
import type { IssueList } from './issue-list.js';
import { pathIn, pathOf } from './place.js';
import type { Place } from './place.js';
import { joinPaths, newIssue } from './validation-issue.js';
import type { ValidationIssue } from './validation-issue.js';

/**
 * Runs the validators of a field. Functions rely on the type of the value, and are called only if it fits with all that it holds;
 * schemas look for themselves.
 */
export function runFieldValidators(
  validators: readonly FieldValidator[],
  value: unknown,
  fits: boolean,
  document: object,
  place: Place,
  segment: string | number,
  list: IssueList,
): void {
  if (validators.length === 0) return;
  const path = (): string => pathIn(place, segment);
  for (const validator of validators) {
    if (isStandardSchema(validator)) runSchema(validator, value, path, list);
    else if (fits) take(validator(value, document), (verdict) => issuesOf(verdict, path), list);
  }
}

/** Runs the validators of a class. They see an instance of it, also where an object literal stands for one. */
export function runDocumentValidators(
  schema: DocumentSchema,
  document: object,
  fits: boolean,
  place: Place,
  list: IssueList,
): void {
  if (schema.validators.length === 0) return;
  const path = (): string => pathOf(place);
  const instance = isPlainObject(document)
    ? (Object.assign(Object.create(schema.documentClass.prototype as object), document) as object)
    : document;
  for (const validator of schema.validators) {
    if (isStandardSchema(validator)) runSchema(validator, instance, path, list);
    else if (fits) runFunction(validator, instance, path, list);
  }
}

function runFunction(
  validator: Exclude<DocumentValidator, StandardSchemaV1>,
  document: object,
  path: () => string,
  list: IssueList,
): void {
  take(
    validator(document),
    (verdict) =>
      Array.isArray(verdict)
        ? (verdict as readonly ReportedIssue[]).map((issue) =>
            newIssue(joinPaths(path(), issue.path), issue.code ?? 'custom', issue.message),
          )
        : issuesOf(verdict, path),
    list,
  );
}

function runSchema(schema: StandardSchemaV1, value: unknown, path: () => string, list: IssueList): void {
  take(
    schema['~standard'].validate(value),
    // Lists of libraries may be classes of their own, whose map() makes another one of them.
    ({ issues = [] }) =>
      Array.from(issues, (issue) => {
        const issuePath = joinPaths(path(), Array.from(issue.path ?? [], segmentText).join('.'));
        return newIssue(issuePath, 'custom', refusal(issuePath), issue.message);
      }),
    list,
  );
}

function segmentText(segment: PropertyKey | StandardSchemaV1.PathSegment): string {
  return String(typeof segment === 'object' ? segment.key : segment);
}

/** Only true and undefined accept: what else a function may return, null or 0, is no consent. */
function issuesOf(verdict: unknown, path: () => string): readonly ValidationIssue[] {
  if (verdict === true || verdict === undefined) return [];
  const isText = typeof verdict === 'string' && verdict !== '';
  return [newIssue(path(), 'custom', isText ? verdict : refusal(path()))];
}

function refusal(path: string): string {
  return path === '' ? 'the document is refused by a validator of its class' : 'is refused by its validator';
}

/** Takes what a validator answers, now or later. */
function take<R>(
  answer: R | PromiseLike<R>,
  read: (answer: R) => readonly ValidationIssue[],
  list: IssueList,
): void {
  if (isPromiseLike(answer)) list.wait(Promise.resolve(answer).then(read));
  else list.push(...read(answer));
}

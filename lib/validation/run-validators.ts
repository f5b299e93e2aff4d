import type { StandardSchemaV1 } from '@standard-schema/spec';
import { promiseOf } from '../errors/promise-of.js';
import { isStandardSchema } from '../schema/declare/constraints.js';
import type { FieldValidator, ReportedIssue } from '../schema/declare/constraints.js';
import type { DocumentSchema } from '../schema/document-schema.js';
import { isPlainObject } from '../value/plain-object.js';
import type { IssueList, Way } from './issue-list.js';
import { segmentsIn, segmentsOf } from './place.js';
import type { Place, Segment } from './place.js';

/**
 * Runs the validators of a field, unless the list of issues is full. Functions rely on the type of the value, and are called only if it
 * fits with all its parts; schemas check for themselves.
 */
export function runFieldValidators(
  validators: readonly FieldValidator[],
  value: unknown,
  fits: boolean,
  document: object,
  place: Place,
  segment: Segment,
  list: IssueList,
): void {
  if (validators.length === 0) return;
  const way = (): readonly Segment[] => segmentsIn(place, segment);
  for (const validator of validators) {
    if (list.isFull) return;
    if (isStandardSchema(validator)) runSchema(validator, value, way, list);
    else if (fits) take(validator(value, document, list.call), readVerdict, way, list);
  }
}

/** Runs the validators of a class in the same way. They get an instance of it, even if an object literal stands for one. */
export function runDocumentValidators(
  schema: DocumentSchema,
  document: object,
  fits: boolean,
  place: Place,
  list: IssueList,
): void {
  if (schema.validators.length === 0) return;
  const way = (): readonly Segment[] => segmentsOf(place);
  const instance = isPlainObject(document)
    ? (Object.assign(Object.create(schema.documentClass.prototype as object), document) as object)
    : document;
  for (const validator of schema.validators) {
    if (list.isFull) return;
    if (isStandardSchema(validator)) runSchema(validator, instance, way, list);
    else if (fits) take(validator(instance, list.call), readReport, way, list);
  }
}

/** Runs a schema. It gets no `abortSignal`, since the standard does not provide for one. */
function runSchema(schema: StandardSchemaV1, value: unknown, way: Way, list: IssueList): void {
  take(schema['~standard'].validate(value), readResult, way, list);
}

/** Adds the answer of a validator about the value at `way` to a list. */
type Read<R> = (answer: R, way: Way, list: IssueList) => void;

/** Passes the answer of a validator on, now or later. */
function take<R>(answer: R | PromiseLike<R>, read: Read<R>, way: Way, list: IssueList): void {
  const promise = promiseOf(answer) as Promise<R> | undefined;
  if (!promise) read(answer as R, way, list);
  else
    list.ask(way, promise, (given, issues) => {
      read(given, way, issues);
    });
}

/** Only true and undefined accept; null, 0 and other results of a function refuse. */
function readVerdict(verdict: unknown, way: Way, list: IssueList): void {
  if (verdict === true || verdict === undefined) return;
  const isText = typeof verdict === 'string' && verdict !== '';
  list.report(way, 'custom', isText ? verdict : refusal(way()));
}

function readReport(verdict: unknown, way: Way, list: IssueList): void {
  if (!Array.isArray(verdict)) {
    readVerdict(verdict, way, list);
    return;
  }
  readEach(verdict as readonly ReportedIssue[], list, ({ path, code, message }) => {
    list.report(() => [...way(), ...(path === '' ? [] : path.split('.'))], code ?? 'custom', message);
  });
}

function readResult({ issues }: StandardSchemaV1.Result<unknown>, way: Way, list: IssueList): void {
  if (!issues) return;
  readEach(issues, list, ({ path, message }) => {
    // Lists of libraries may have classes of their own, whose map() returns another such list.
    const segments = [...way(), ...Array.from(path ?? [], segmentOf)];
    list.report(() => segments, 'custom', refusal(segments), message);
  });
}

/** Reads issues until the list is full, and counts the others. */
function readEach<I>(issues: readonly I[], list: IssueList, read: (issue: I) => void): void {
  let next = 0;
  while (next < issues.length && !list.isFull) read(issues[next++] as I);
  list.count(issues.length - next);
}

function segmentOf(segment: PropertyKey | StandardSchemaV1.PathSegment): Segment {
  const key = typeof segment === 'object' ? segment.key : segment;
  return typeof key === 'number' ? key : String(key);
}

function refusal(way: readonly Segment[]): string {
  return way.length === 0
    ? 'the document is refused by a validator of its class'
    : 'is refused by its validator';
}

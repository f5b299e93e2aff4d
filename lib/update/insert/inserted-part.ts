import { assemble } from '../../codec/fast/assemble-document.js';
import { noUndeclaredKeys } from '../../codec/undeclared-keys.js';
import type { DocumentSchema, RootSchema } from '../../schema/document-schema.js';
import { embeddedSchema, holdsEmbedded } from '../../schema/type-contents.js';
import type { Segment } from '../../validation/place.js';
import type { ValidationIssueCode } from '../../validation/validation-issue.js';
import { isObject } from '../../value/own-value.js';
import { newPlain } from '../../value/plain-object.js';
import type { Plain } from '../../value/plain-object.js';
import type { ClosedUpdate } from '../update-draft.js';
import { InvalidUpdateError } from '../update-errors.js';
import { findTarget } from '../update-target.js';
import { equalitiesOf } from './filter-equalities.js';
import type { Equality } from './filter-equalities.js';
import { TouchedPaths } from './touched-paths.js';

/** An upsert: the filter as the caller gave it, already found valid, and what the library gives to new documents. */
export interface Upsert {
  readonly filter: unknown;
  /** By field name, such as the id and the time of creation. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly ignoreUndefined: boolean;
}

/** A reason why an upsert cannot insert a document that fits its class. */
export interface InsertIssue {
  readonly segments: readonly Segment[];
  readonly code: ValidationIssueCode;
  readonly message: string;
}

type Values = Readonly<Record<string, unknown>>;

/** The part of a document that only an insert by an upsert gets: values of the filter, defaults, and what the library gives. */
export class InsertedPart {
  /** Values by path of field names. */
  readonly values: (readonly [path: string, value: unknown])[] = [];
  /** Values by stored key that no field shows. */
  readonly hidden: Plain = newPlain();
  readonly issues: InsertIssue[] = [];
  readonly #touched: TouchedPaths;

  /** @throws InvalidUpdateError for a pipeline, which cannot be told from where it inserts, and for a class with numbers of a sequence */
  constructor(
    private readonly schema: RootSchema,
    update: ClosedUpdate,
    upsert: Upsert,
  ) {
    if (Array.isArray(update.raw)) refusePipeline(schema);
    this.#touched = new TouchedPaths(update, upsert.ignoreUndefined);
    this.#refuseElements();
    const equalities = equalitiesOf(upsert.filter);
    for (const each of equalities) this.#addEquality(each);
    for (const [path] of equalities) this.#touched.addGiven(path);
    this.#refuseNumbers();
    const { key, value } = schema.discriminator;
    if (value !== undefined && !schema.fieldsByKey.has(key)) this.hidden[key] = value;
    this.#fill(schema, [], assemble(schema, {}, noUndeclaredKeys) as Values, upsert.given);
  }

  /** A document that is inserted has no elements that could be changed. */
  #refuseElements(): void {
    for (const path of this.#touched.all) {
      const target = findTarget(this.schema, path);
      const isOfElement =
        typeof target === 'object' && target.segments.some((each) => typeof each === 'number');
      if (isOfElement || this.#touched.ofElements.includes(path))
        this.#issue(
          path.split('.'),
          'operator',
          'changes an element, which a document that is inserted does not have',
        );
    }
  }

  /** The server takes values of the filter over, but not in the form of the field: of a list it would store the element. */
  #addEquality([path, value]: Equality): void {
    const target = findTarget(this.schema, path);
    if (target === undefined) return;
    if (target === 'array' || target.segments.some((segment) => typeof segment === 'number')) {
      this.#issue(path.split('.'), 'operator', 'is a condition on an element, which an insert cannot meet');
      return;
    }
    const isElement = target.type.kind === 'array' && value !== null && !Array.isArray(value);
    if (isElement && this.#touched.concerns(path)) {
      this.#issue(
        path.split('.'),
        'conflict',
        'is a condition on an element of a list that the update changes',
      );
    } else if (!this.#touched.concerns(path) && !holdsEmbedded(target.type) && target.keyPath !== '_id')
      this.values.push([path, isElement ? [value] : value]);
  }

  #refuseNumbers(): void {
    const { name, roleFields } = this.schema;
    const field = roleFields.find(({ role }) => role?.kind === 'sequence');
    if (!field || this.#touched.concerns(field.name)) return;
    throw new InvalidUpdateError(
      name,
      `Its field ${field.name} is numbered, and whether a number is needed shows only when the update is done`,
      'Look for the document first, and create one if there is none',
    );
  }

  /** Adds what fields get that neither the update nor the filter concerns. */
  #fill(schema: DocumentSchema, way: readonly string[], defaults: Values, given: Values): void {
    for (const { name, type, required, key } of schema.fields) {
      const segments = [...way, name];
      const path = segments.join('.');
      const provided = this.#touched.at(path);
      const embedded = embeddedSchema(type);
      const value = Object.hasOwn(given, name) ? given[name] : defaults[name];
      const isNeeded = required || (way.length === 0 && key === '_id');
      if (provided !== undefined) {
        if (!provided && isNeeded) this.#issue(segments, 'required', 'is required');
      } else if (this.#touched.isInside(path)) {
        if (embedded) this.#fill(embedded, segments, partsOf(embedded, value), {});
      } else if (value !== undefined) this.values.push([path, value]);
      else if (isNeeded) this.#issue(segments, 'required', 'is required');
    }
  }

  #issue(segments: readonly Segment[], code: ValidationIssueCode, message: string): void {
    this.issues.push({ segments, code, message });
  }
}

/** The values of an embedded document: those of the default, else what its class initialises. */
function partsOf(schema: DocumentSchema, value: unknown): Values {
  return (isObject(value) ? value : assemble(schema, {}, noUndeclaredKeys)) as Values;
}

function refusePipeline({ name }: RootSchema): never {
  throw new InvalidUpdateError(
    name,
    'It is a pipeline, which cannot give values to inserted documents alone',
    'Give an upsert paths or operators',
  );
}

import type { FieldRole } from './field-role.js';
import type { TypeDeclaration } from './type-declaration.js';

/** A class as decorators see it. */
export type DocumentClass<T extends object = object> = abstract new () => T;

export interface FieldRecord {
  readonly name: string;
  /** The declared type, asked for only once all classes exist, so that they may name each other. */
  readonly declaredType: (() => TypeDeclaration) | undefined;
  /** The type that the compiler emitted for the property. */
  readonly emittedType: unknown;
  readonly key: string | undefined;
  readonly required: boolean;
  readonly default: unknown;
  readonly isId: boolean;
  readonly generate: (() => unknown) | undefined;
  /** What the library uses the field for. */
  readonly role?: FieldRole;
}

export interface DocumentRecord {
  readonly kind: 'document' | 'embedded';
  readonly name: string;
  readonly collection: string | undefined;
  /** Where the class is decorated: file and line. */
  readonly place: string;
}

/** What decorators have said about one class, its base classes not included. */
export interface ClassRecord {
  document: DocumentRecord | undefined;
  readonly fields: Map<string, FieldRecord>;
  /** Decorated classes that extend this one directly or through undecorated ones. */
  readonly subclasses: Set<DocumentClass>;
}

/** Facts about classes, written by decorators while modules are imported, and never changed afterwards. */
const records = new WeakMap<object, ClassRecord>();

/** The record of a class, made when a decorator first speaks about it. */
export function recordFor(documentClass: DocumentClass): ClassRecord {
  let record = records.get(documentClass);
  if (!record)
    records.set(documentClass, (record = { document: undefined, fields: new Map(), subclasses: new Set() }));
  return record;
}

export function findRecord(documentClass: DocumentClass): ClassRecord | undefined {
  return records.get(documentClass);
}

/** The class and its base classes, the class first. */
export function lineage(documentClass: DocumentClass): DocumentClass[] {
  const classes: DocumentClass[] = [];
  let current: unknown = documentClass;
  while (typeof current === 'function' && current !== Function.prototype) {
    classes.push(current as DocumentClass);
    current = Object.getPrototypeOf(current);
  }
  return classes;
}

/** The nearest base class that is a document of the given kind. */
export function decoratedBase(
  documentClass: DocumentClass,
  kind: DocumentRecord['kind'],
): DocumentClass | undefined {
  return lineage(documentClass)
    .slice(1)
    .find((base) => records.get(base)?.document?.kind === kind);
}

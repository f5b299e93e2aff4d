import type { CollectionValidation } from './collection-validation.js';
import { claim } from './copies.js';
import type { DocumentCollectionOptions } from './collection-record.js';
import type { DocumentValidator, FieldConstraints } from './constraints.js';
import type { DeleteRules } from './delete-rule.js';
import type { FieldRole } from './field-role.js';
import type { IndexRecord } from './index-record.js';
import type { FieldNormalisation } from './normalisation.js';
import type { FieldTypeDeclaration } from './type-declaration.js';

/** A class as decorators see it. */
export type DocumentClass<T extends object = object> = abstract new () => T;

export interface FieldRecord {
  readonly name: string;
  /** The declared type. The function is called once all classes exist, so that classes may refer to each other. */
  readonly declaredType: (() => FieldTypeDeclaration) | undefined;
  /** The type that the compiler emitted for the property. */
  readonly emittedType: unknown;
  /** Whether the compiler emitted a type, even if it is undefined. */
  readonly isTypeEmitted: boolean;
  readonly key: string | undefined;
  readonly required: boolean;
  readonly immutable: boolean;
  readonly constraints: FieldConstraints;
  readonly normalisation?: FieldNormalisation | undefined;
  readonly default: unknown;
  readonly isId: boolean;
  /** Whether it is loaded by default. */
  readonly isSelected: boolean;
  /** Whether its changes concern the version; undefined if nothing was declared. */
  readonly versioned?: boolean | undefined;
  /** Whether the indexes of embedded documents in it are made; undefined if nothing was declared. */
  readonly indexes?: boolean | undefined;
  readonly generate: (() => unknown) | undefined;
  /** The library's own use of the field. */
  readonly role?: FieldRole;
  /** Whether the declared type has document classes, of which the ids are stored. */
  readonly isReference?: boolean;
  /** Whether writes of its document set the `@UpdatedAt()` of the documents whose ids it holds. */
  readonly touch?: boolean;
  /** Those of a reference, as they were given. */
  readonly deleteRules?: Partial<DeleteRules>;
}

/** A property that populate fills with the documents whose ids a field of its own class holds. */
export interface BelongsToRecord {
  readonly kind: 'belongsTo';
  readonly name: string;
  /** The name of the field with `@Reference()`. */
  readonly reference: string;
}

/** A property that populate fills with the documents that refer to this one. */
export interface HasRecord {
  readonly kind: 'hasMany' | 'hasOne';
  readonly name: string;
  /** Returns the class that refers to this one. Called once all classes exist. */
  readonly target: () => DocumentClass;
  /** The path of the field with `@Reference()` in that class. */
  readonly reference: string;
}

export type TargetRecord = BelongsToRecord | HasRecord;

/** The declared way to tell the classes of one collection apart. */
export interface DiscriminatorRecord {
  readonly key?: string;
  readonly value?: string;
}

/**
 * The treatment of updates by a filter. `signal`: they are one command, with the signals of updates. `save`: the documents are loaded and
 * saved one after another, with the signals of saves. `refuse`: they are an error.
 */
export type UpdatesByFilter = 'signal' | 'save' | 'refuse';

export interface DocumentRecord {
  readonly kind: 'document' | 'embedded';
  readonly name: string;
  /** Whether the name was given; otherwise it is that of the class. */
  readonly isNamed: boolean;
  readonly collection: string | undefined;
  /** The given options of the collection on the server. */
  readonly collectionOptions: DocumentCollectionOptions;
  readonly discriminator: DiscriminatorRecord;
  /** Whether it only passes its fields on to the classes that extend it. */
  readonly isAbstract: boolean;
  /** Whether stored keys that it does not declare are refused. */
  readonly isStrict: boolean;
  /** The treatment of updates by a filter; undefined for that of the base class. */
  readonly updatesByFilter: UpdatesByFilter | undefined;
  /** The validation of its collection by the server; undefined for that of the base class. */
  readonly validation?: CollectionValidation | undefined;
  readonly validate: DocumentValidator | readonly DocumentValidator[] | undefined;
  /** File and line of the decorator. */
  readonly place: string;
  /** File, line and column of the decorator; undefined if unknown. */
  readonly site: string | undefined;
}

/** Bumped for every declared class; invalidates cached class families. */
let declared = 0;

export function countOfDeclared(): number {
  return declared;
}

/**
 * Notes that a document class shares the collection of its base class. A class declared anew, by the same decorator, replaces the earlier
 * one, which then belongs only to applications that have registered it.
 */
export function addSubclass(base: DocumentClass, documentClass: DocumentClass): void {
  const { name, site } = recordFor(documentClass).document as DocumentRecord;
  recordFor(base).subclasses.set(site === undefined ? documentClass : `${name} at ${site}`, documentClass);
  declared++;
}

/** The document classes, as declared now, that share the collection of a class and extend it directly or through undecorated classes. */
export function declaredSubclasses(base: DocumentClass): readonly DocumentClass[] {
  return [...(findRecord(base)?.subclasses.values() ?? [])];
}

/** The declarations of one class, without those of its base classes. */
export interface ClassRecord {
  document: DocumentRecord | undefined;
  readonly fields: Map<string, FieldRecord>;
  /** The properties that populate fills, by name. */
  readonly targets: Map<string, TargetRecord>;
  /** The property that holds the values under undeclared keys. */
  undeclared: string | undefined;
  /** As they are written: those of the class, then those of its fields. */
  readonly indexes: IndexRecord[];
  /** Decorated classes that extend this one directly or through undecorated ones, by name and place. */
  readonly subclasses: Map<unknown, DocumentClass>;
}

/** Declarations of classes. Decorators write them while modules are imported; they never change afterwards. */
const records = new WeakMap<object, ClassRecord>();

/** The record of a class, made by its first decorator. */
export function recordFor(documentClass: DocumentClass): ClassRecord {
  const known = records.get(documentClass);
  if (known) return known;
  const record = newRecord();
  records.set(documentClass, record);
  claim(documentClass);
  return record;
}

function newRecord(): ClassRecord {
  return {
    document: undefined,
    fields: new Map(),
    targets: new Map(),
    undeclared: undefined,
    indexes: [],
    subclasses: new Map(),
  };
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

/** The nearest base class whose collection a document class shares; undefined if that is abstract. */
export function sharedBase(documentClass: DocumentClass): DocumentClass | undefined {
  const base = lineage(documentClass)
    .slice(1)
    .find((ancestor) => records.get(ancestor)?.document?.kind === 'document');
  return base && !records.get(base)?.document?.isAbstract ? base : undefined;
}

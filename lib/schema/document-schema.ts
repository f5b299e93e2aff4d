import type { DocumentClass } from './declare/class-record.js';
import type { Constraints, DocumentValidator } from './declare/constraints.js';
import type { FieldRole } from './declare/field-role.js';
import type { ScalarKind } from './kind-declarations.js';

export interface ScalarType {
  readonly kind: ScalarKind;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly of: FieldType;
}

/** A JavaScript `Map` with string keys, stored as an object. */
export interface MapType {
  readonly kind: 'map';
  readonly of: FieldType;
}

export interface EmbeddedType {
  readonly kind: 'embedded';
  readonly schema: DocumentSchema;
}

/** What a field holds. */
export type FieldType = ScalarType | ArrayType | MapType | EmbeddedType;

/** One field of a document class. */
export interface FieldSchema {
  /** The property's name. */
  readonly name: string;
  /** Its name in MongoDB. */
  readonly key: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** Whether it is loaded without being asked for. */
  readonly isSelected: boolean;
  /** Whether it cannot change once the document is stored; true for the id. */
  readonly immutable: boolean;
  /** What its value must keep to besides its type; undefined if nothing. */
  readonly constraints: Constraints | undefined;
  /** Makes the default, anew for each document; undefined if the field has none. */
  readonly makeDefault: (() => unknown) | undefined;
  /** What the library uses the field for, beside holding a value; undefined for most. */
  readonly role: FieldRole | undefined;
}

/** How the id of a new document comes about. */
export interface IdSchema {
  readonly field: FieldSchema;
  /** Given by `@Id({ generate })`; without it ObjectId and UUID ids are made by the library, others must be set. */
  readonly generate: (() => unknown) | undefined;
}

/** The frozen description of a document class or an embedded document class, inheritance resolved. */
export interface DocumentSchema {
  readonly documentClass: DocumentClass;
  readonly kind: 'document' | 'embedded';
  /** The document's name: in event names and as discriminator value. */
  readonly name: string;
  /** Where the class is declared. */
  readonly place: string;
  /** Fields in order of declaration, those of base classes first. */
  readonly fields: readonly FieldSchema[];
  /** Whether all fields are loaded without being asked for. */
  readonly isWhole: boolean;
  /** Those that the library uses besides, as the version; most classes have none. */
  readonly roleFields: readonly FieldSchema[];
  readonly fieldsByName: ReadonlyMap<string, FieldSchema>;
  readonly fieldsByKey: ReadonlyMap<string, FieldSchema>;
  /** The field, a map of anything, that holds what is stored under other keys; it is none of `fields` and has no key. */
  readonly undeclared: FieldSchema | undefined;
  /** Whether stored documents with keys that are not declared are refused. */
  readonly isStrict: boolean;
  /** Those of the class, which are given the whole document; those of base classes first. */
  readonly validators: readonly DocumentValidator[];
}

/** How the classes that share a collection are told apart. */
export interface DiscriminatorSchema {
  /** The key under which a document names its class; the same for all classes of a collection. */
  readonly key: string;
  /** What documents of this class store there; undefined if nothing, as of the class that the others extend by default. */
  readonly value: string | undefined;
}

/** The description of a class that has a collection. */
export interface RootSchema extends DocumentSchema {
  readonly kind: 'document';
  readonly collection: string;
  readonly id: IdSchema;
  /** The class that it extends and whose collection it shares. */
  readonly base: RootSchema | undefined;
  readonly discriminator: DiscriminatorSchema;
}

import type { DocumentClass, UpdatesByFilter } from './declare/class-record.js';
import type { CollectionValidation } from './declare/collection-validation.js';
import type { Constraints, DocumentValidator } from './declare/constraints.js';
import type { DeleteRules } from './declare/delete-rule.js';
import type { FieldRole } from './declare/field-role.js';
import type { Normaliser } from './declare/normalisation.js';
import type {
  CollectionOptionsSchema,
  IndexKey,
  IndexOptionsSchema,
  IndexPath,
  ShardKeyPart,
} from './collection-schema.js';
import type { ScalarKind } from './kind-declarations.js';

export interface ScalarType {
  readonly kind: ScalarKind;
  /** Missing unless the field that the values belong to normalises them. */
  readonly normaliser?: Normaliser;
  /** The class of the documents whose ids the values are; missing unless the field that they belong to is a reference. */
  readonly reference?: DocumentClass;
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

/** The type of a field. */
export type FieldType = ScalarType | ArrayType | MapType | EmbeddedType;

/** A property that populate fills. It is neither stored nor compared nor validated. */
export interface TargetSchema {
  readonly name: string;
  readonly kind: 'belongsTo' | 'hasMany' | 'hasOne';
  /** The class of the documents that it holds. */
  readonly documentClass: DocumentClass;
  /** The path of the field with the ids: in the class that declares the property, or, for `hasMany` and `hasOne`, in that of the documents. */
  readonly reference: string;
}

/** One field of a document class. */
export interface FieldSchema {
  /** The property's name. */
  readonly name: string;
  /** Its name in MongoDB. */
  readonly key: string;
  readonly type: FieldType;
  readonly required: boolean;
  /** Whether it is loaded by default. */
  readonly isSelected: boolean;
  /** Whether it cannot change once the document is stored; true for the id. */
  readonly immutable: boolean;
  /** Whether its changes raise and check the version of the document; false for the time and the user of the last write, which follow others. */
  readonly isVersioned: boolean;
  /** Whether the indexes that embedded documents in it declare are made. */
  readonly hasIndexes: boolean;
  /** Constraints on its value besides its type; undefined if it has none. */
  readonly constraints: Constraints | undefined;
  /** Makes the default value for each document; undefined if the field has none. */
  readonly makeDefault: (() => unknown) | undefined;
  /** The library's own use of the field; undefined for most fields. */
  readonly role: FieldRole | undefined;
  /** The class of the documents whose ids it holds; undefined for most fields. */
  readonly reference: DocumentClass | undefined;
  /** Whether a write of its document is a sign of life of the documents whose ids it holds: their time of the last write is set. */
  readonly touches: boolean;
  /** The rules for when a document is deleted whose id it holds; undefined for most fields. */
  readonly deleteRules: DeleteRules | undefined;
}

/** A field of documents that no class declares with options. */
export function fieldWithoutOptions(name: string, key: string, type: FieldType): FieldSchema {
  return {
    ...{ name, key, type, required: false, isSelected: true, immutable: false },
    ...{ isVersioned: true, hasIndexes: true, touches: false },
    ...{ constraints: undefined, makeDefault: undefined, role: undefined },
    ...{ reference: undefined, deleteRules: undefined },
  };
}

/** The source of the id of a new document. */
export interface IdSchema {
  readonly field: FieldSchema;
  /** Given by `@Id({ generate })`. Without it the library generates ObjectId and UUID ids; others must be set. */
  readonly generate: (() => unknown) | undefined;
}

/** The frozen description of a document class or an embedded document class, inheritance resolved. */
export interface DocumentSchema {
  readonly documentClass: DocumentClass;
  readonly kind: 'document' | 'embedded';
  /** The document's name: in event names and as discriminator value. */
  readonly name: string;
  /** File and line of the class's decorator. */
  readonly place: string;
  /** Fields in order of declaration, those of base classes first. */
  readonly fields: readonly FieldSchema[];
  /** Whether all fields are loaded by default. */
  readonly isWhole: boolean;
  /** The fields that the library uses itself, such as the version; most classes have none. */
  readonly roleFields: readonly FieldSchema[];
  readonly fieldsByName: ReadonlyMap<string, FieldSchema>;
  readonly fieldsByKey: ReadonlyMap<string, FieldSchema>;
  /** The properties that populate fills, by name. */
  readonly targets: ReadonlyMap<string, TargetSchema>;
  /** The field that holds the values under undeclared keys, a map of anything. It has no key and is not among `fields`. */
  readonly undeclared: FieldSchema | undefined;
  /** Whether stored documents with undeclared keys are refused. */
  readonly isStrict: boolean;
  /** Validators of the class, called with the whole document; those of base classes come first. */
  readonly validators: readonly DocumentValidator[];
}

/** The way to tell the classes of a collection apart. */
export interface DiscriminatorSchema {
  /** The key under which a document names its class; the same for all classes of a collection. */
  readonly key: string;
  /** The value that documents of the class store there; undefined if they store none, the default for the class that the others extend. */
  readonly value: string | undefined;
}

/** One index of a class, declared by it or by the class of an embedded document in it; its paths begin at the document. */
export interface IndexSchema {
  /** The class that declares it. */
  readonly schema: DocumentSchema;
  /** The path of the embedded document that declares it; empty for the document itself. */
  readonly prefix: IndexPath;
  /** The declaration in messages: `Person`, or `Person.email` for that of a field. */
  readonly declaredBy: string;
  readonly keys: readonly IndexKey[];
  readonly options: IndexOptionsSchema;
}

/** The description of a class that has a collection. */
export interface RootSchema extends DocumentSchema {
  readonly kind: 'document';
  readonly collection: string;
  /** Those of the collection; a class that shares the collection of its base class has the same. */
  readonly collectionOptions: CollectionOptionsSchema;
  /** The fields that decide on the shard of a document, in order; undefined if none are declared. */
  readonly shardKey: readonly ShardKeyPart[] | undefined;
  readonly id: IdSchema;
  /** The base class whose collection it shares. */
  readonly base: RootSchema | undefined;
  readonly discriminator: DiscriminatorSchema;
  readonly updatesByFilter: UpdatesByFilter;
  /** The validation of its collection by the server; undefined if none is declared. */
  readonly validation: CollectionValidation | undefined;
  /** Those that it declares itself or in embedded documents, without those of `base`. */
  readonly indexes: readonly IndexSchema[];
}

import { addSubclass, recordFor, sharedBase } from '../schema/declare/class-record.js';
import type { DocumentClass, DocumentRecord, UpdatesByFilter } from '../schema/declare/class-record.js';
import { collectionOptionNames } from '../schema/declare/collection-record.js';
import type { DocumentCollectionOptions } from '../schema/declare/collection-record.js';
import { readCollectionValidation } from '../schema/declare/collection-validation.js';
import type {
  CollectionValidation,
  CollectionValidationOptions,
} from '../schema/declare/collection-validation.js';
import type { DocumentValidator } from '../schema/declare/constraints.js';
import { InvalidSchemaError } from '../schema/schema-errors.js';

export interface DocumentOptions extends DocumentCollectionOptions {
  /** The collection. Default the name in snake case: `BlogPost` → `blog_post`. A class that extends a document shares its collection. */
  readonly collection?: string;
  /** The name in event names and, by default, as discriminator value; unique in an application. Default the name of the class. */
  readonly name?: string;
  /** The way to tell the classes of a collection apart. */
  readonly discriminator?: DiscriminatorOptions;
  /** Passes its fields on to the classes that extend it, which have collections of their own; it has none itself. Default false. */
  readonly abstract?: boolean;
  /** Refuses stored documents with undeclared keys; otherwise these are kept, but not shown. Default false. */
  readonly strict?: boolean;
  /**
   * The treatment of updates by a filter. `signal`: one command, with `preUpdate` and `postUpdate`. `save`: the documents are loaded and saved
   * one after another, with the signals of saves. `refuse`: an error. Default that of the base class, else `signal`.
   */
  readonly updatesByFilter?: UpdatesByFilter;
  /**
   * Makes the server validate what is written to the collection, also by others: its validator is made of the fields and their constraints.
   * `true` stands for the defaults of the options. Default that of the base class, else none.
   */
  readonly validation?: true | CollectionValidationOptions;
  /** Validates whole documents, besides the rules of their fields. Validators of base classes come first. */
  readonly validate?: DocumentValidator | readonly DocumentValidator[];
}

export interface DiscriminatorOptions {
  /** The key under which documents name their class; set on the class that the others extend. Default `_type`. */
  readonly key?: string;
  /** The value under that key in documents of the class. Default the document's name; none for the class that the others extend. */
  readonly value?: string;
}

export interface EmbeddedDocumentOptions {
  /** The name in event names; unique in an application. Default the name of the class. */
  readonly name?: string;
  /** Refuses stored documents with undeclared keys; otherwise these are kept, but not shown. Default false. */
  readonly strict?: boolean;
  /** Validates whole embedded documents, besides the rules of their fields. Validators of base classes come first. */
  readonly validate?: DocumentValidator | readonly DocumentValidator[];
}

/** Declares a class whose documents have a collection. Its constructor must run without arguments. */
export function Document(options: DocumentOptions = {}): <C extends DocumentClass>(documentClass: C) => void {
  const place = callSite(Document);
  return (documentClass) => {
    const { collection, updatesByFilter } = options;
    if (updatesByFilter !== undefined && !['signal', 'save', 'refuse'].includes(updatesByFilter))
      throw new InvalidSchemaError(
        documentClass.name,
        'Its "updatesByFilter" is unknown',
        "Pass 'signal', 'save' or 'refuse'",
      );
    if (collection !== undefined && (/^$|^system\.|[$\0]/.test(collection) || !collection.isWellFormed())) {
      throw new InvalidSchemaError(
        documentClass.name,
        'Its collection name is empty, starts with system., or holds $, a null character or half of a surrogate pair',
        'Choose another collection name',
      );
    }
    declare(documentClass, {
      ...{ kind: 'document', collection, ...nameOf(documentClass, options), ...place },
      collectionOptions: collectionOptionsOf(options),
      discriminator: Object.freeze({ ...options.discriminator }),
      isAbstract: options.abstract ?? false,
      isStrict: options.strict ?? false,
      updatesByFilter,
      validation: validationOf(documentClass, options),
      validate: options.validate,
    });
    const base = sharedBase(documentClass);
    if (base) addSubclass(base, documentClass);
  };
}

function validationOf(
  { name }: DocumentClass,
  { validation }: DocumentOptions,
): CollectionValidation | undefined {
  if (validation === undefined) return undefined;
  const read = readCollectionValidation(validation);
  if (read) return read;
  throw new InvalidSchemaError(
    name,
    'Its "validation" is neither true nor valid options',
    "Pass true, or options: { level: 'strict' or 'moderate', action: 'error' or 'warn' }",
  );
}

/** Declares a class whose documents are stored inside others. Its constructor must run without arguments. */
export function EmbeddedDocument(
  options: EmbeddedDocumentOptions = {},
): <C extends DocumentClass>(documentClass: C) => void {
  const place = callSite(EmbeddedDocument);
  return (documentClass) => {
    declare(documentClass, {
      ...{ kind: 'embedded', collection: undefined, ...nameOf(documentClass, options), ...place },
      collectionOptions: Object.freeze({}),
      discriminator: Object.freeze({}),
      isAbstract: false,
      isStrict: options.strict ?? false,
      updatesByFilter: undefined,
      validate: options.validate,
    });
  };
}

/** The options of the collection among those of a class, as given. */
function collectionOptionsOf(options: DocumentOptions): DocumentCollectionOptions {
  const given = collectionOptionNames.filter((name) => options[name] !== undefined);
  return Object.freeze(Object.fromEntries(given.map((name) => [name, options[name]])));
}

function declare(documentClass: DocumentClass, document: DocumentRecord): void {
  if (!/^[\p{L}_][\p{L}\p{N}_-]*$/u.test(document.name)) {
    throw new InvalidSchemaError(
      `The class declared at ${document.place}`,
      'Its name is empty or holds characters that separate or match event names',
      `Name it with letters, digits, _ and -: { name: 'Person' }`,
    );
  }
  recordFor(documentClass).document = Object.freeze(document);
}

function nameOf(
  documentClass: DocumentClass,
  { name }: { readonly name?: string },
): Pick<DocumentRecord, 'name' | 'isNamed'> {
  return { name: name ?? documentClass.name, isNamed: name !== undefined };
}

/** File and line of the decorator, so that an error can name both of two classes with one name. */
function callSite(decorator: (...options: never[]) => unknown): Pick<DocumentRecord, 'place' | 'site'> {
  const trace: { stack?: string } = {};
  Error.captureStackTrace(trace, decorator);
  const site = /\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/m
    .exec(trace.stack ?? '')?.[1]
    ?.replace('file://', '');
  return { place: site?.replace(/:\d+$/, '') ?? 'an unknown place', site: site?.replace(/\?[^:]*/, '') };
}

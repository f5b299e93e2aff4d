import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import type { Plain } from '../value/plain-object.js';
import type { KeyOrder } from './key-order.js';

/** The answer of `decode` to a stored value that does not fit. */
export const mismatch = Symbol('mismatch');

/** The name of a field, an index, or a key of a map. */
export type ChildName = string | number;

/** Encodes what a value holds. */
export interface PartEncoder {
  value(type: FieldType, value: unknown): unknown;
  fields(schema: DocumentSchema, document: object): unknown;
}

/** Decodes what a stored value holds. @throws where it does not fit */
export interface PartDecoder {
  value(type: FieldType, stored: unknown, name: ChildName): unknown;
  fields(schema: DocumentSchema, stored: Plain): unknown;
}

/** Takes what is found in a value that is of its type. */
export interface PartChecker {
  /** An element or entry. */
  value(type: FieldType, value: unknown, name: ChildName): void;
  fields(schema: DocumentSchema, document: object): void;
  /** @param name the part that is refused; undefined where it cannot be named */
  refuse(message: string, name?: ChildName): void;
}

/** Shows what a stored value holds by field name. */
export interface PartViewer {
  value(type: FieldType, stored: unknown): unknown;
  /** A scalar without a declared type. */
  untyped(stored: unknown): unknown;
}

/**
 * The contract of all kinds of values, a file each; `kinds.ts` is their table. `T` is the types of the kind. A value is one of a document,
 * and neither null nor undefined; a stored one is of the driver, or a bigint for a Long. Values that can be changed in place are copied
 * both ways, so that documents, snapshots and commands never share them.
 */
export interface Kind<T extends FieldType = FieldType> {
  /** The order of stored keys that counts as a change. */
  readonly keyOrder: KeyOrder;
  /** The type of elements that filters and paths look into as well. */
  elementType(type: T): FieldType | undefined;
  /** The type of what stands under keys that are data. */
  entryType(type: T): FieldType | undefined;

  /** Whether a value itself is of a type, whatever it holds. Nothing is converted. */
  accepts(value: unknown, type: T): boolean;
  /** What a document is given for a value that stands for one of the kind; other values as they are. */
  convert(value: unknown): unknown;
  /** Reports what a value that is accepted must not hold, and hands over what it holds. */
  check(value: never, type: T, parts: PartChecker): void;

  /** The part of a value, of whatever kind, under an index, key or field name; undefined if there is none. */
  childAt(value: unknown, name: ChildName): unknown;
  /** Whether all parts of a value, of whatever kind, pass a test. */
  everyChild(
    value: unknown,
    type: T,
    test: (type: FieldType, child: unknown, name: ChildName) => boolean,
  ): boolean;
  /** A list or map with each part mapped; the very value where it is neither. */
  mapChildren(value: unknown, type: T, map: (type: FieldType, child: unknown) => unknown): unknown;

  /** A valid value as it is stored. */
  encode(value: never, type: T, parts: PartEncoder): unknown;
  /** Stored data is untrusted: anything can come. @returns `mismatch` for what does not fit */
  decode(stored: unknown, type: T, parts: PartDecoder): unknown;
  /** A stored list or map with each part mapped; the very value if no part has changed. */
  mapStored(
    stored: unknown,
    type: T,
    map: (type: FieldType, stored: unknown, name: ChildName) => unknown,
  ): unknown;
  /** Whether a stored value and one that is to be stored are the same, so that nothing has to be written. */
  isSame(
    stored: unknown,
    after: unknown,
    type: T,
    isSamePart: (type: FieldType, stored: unknown, after: unknown) => boolean,
  ): boolean;
  /** Whether a value, which may be of any kind, is as it is stored. Walks no further than what is stored. */
  isStoredAs(
    value: unknown,
    stored: unknown,
    type: T,
    isPartStoredAs: (type: FieldType, value: unknown, stored: unknown) => boolean,
  ): boolean;
  /** A stored value as change sets show it: frozen, by field name, independent of the document. */
  show(stored: unknown, type: T, parts: PartViewer): unknown;
}

import type { DocumentSchema, FieldType } from '../schema/document-schema.js';
import type { Plain } from '../value/plain-object.js';
import type { KeyOrder } from './key-order.js';

/** The result of `decode` for a stored value that does not fit. */
export const mismatch = Symbol('mismatch');

/** The name of a field, an index, or a key of a map. */
export type ChildName = string | number;

/** Encodes the parts of a value. */
export interface PartEncoder {
  value(type: FieldType, value: unknown): unknown;
  fields(schema: DocumentSchema, document: object): unknown;
}

/** Decodes the parts of a stored value. @throws where it does not fit */
export interface PartDecoder {
  value(type: FieldType, stored: unknown, name: ChildName): unknown;
  fields(schema: DocumentSchema, stored: Plain): unknown;
}

/** Receives the findings about a value that is of its type. */
export interface PartChecker {
  /** An element or entry. */
  value(type: FieldType, value: unknown, name: ChildName): void;
  fields(schema: DocumentSchema, document: object): void;
  /** @param name of the refused part; undefined where it cannot be named */
  refuse(message: string, name?: ChildName): void;
}

/** Shows the parts of a stored value by field name. */
export interface PartViewer {
  value(type: FieldType, stored: unknown): unknown;
  /** A scalar without a declared type. */
  untyped(stored: unknown): unknown;
}

/**
 * The contract of all kinds of values; `T` is the types of the kind. Values, never null or undefined, come from documents; stored values
 * from the driver, with bigints for Longs. Mutable ones are copied both ways: documents, snapshots and commands share none.
 */
export interface Kind<T extends FieldType = FieldType> {
  /** Stored keys whose order counts as a change. */
  readonly keyOrder: KeyOrder;
  /** The type of elements that filters and paths also look into. */
  elementType(type: T): FieldType | undefined;
  /** The type of the values under keys that are data. */
  entryType(type: T): FieldType | undefined;

  /** Whether a value itself is of a type, apart from its parts. Nothing is converted. */
  accepts(value: unknown, type: T): boolean;
  /** Converts a value that stands for one of this kind; returns other values unchanged. */
  convert(value: unknown): unknown;
  /** Converts the form that JSON has for a value of this kind, as requests bring it; returns other values unchanged. */
  fromJson(value: unknown): unknown;
  /** Reports parts that an accepted value must not have, and hands over the others. */
  check(value: never, type: T, parts: PartChecker): void;

  /** The part of a value, of any kind, under an index, key or field name; undefined if it has no such part. */
  childAt(value: unknown, name: ChildName): unknown;
  /** Whether all parts of a value, of any kind, pass a test. */
  everyChild(
    value: unknown,
    type: T,
    test: (type: FieldType, child: unknown, name: ChildName) => boolean,
  ): boolean;
  /** A list or map with each part mapped; other values unchanged. */
  mapChildren(value: unknown, type: T, map: (type: FieldType, child: unknown) => unknown): unknown;

  /** Encodes a valid value. */
  encode(value: never, type: T, parts: PartEncoder): unknown;
  /** Decodes a stored value. It is untrusted and can be anything. @returns `mismatch` for a value that does not fit */
  decode(stored: unknown, type: T, parts: PartDecoder): unknown;
  /** A stored list or map with each part mapped; the same object if no part changed. */
  mapStored(
    stored: unknown,
    type: T,
    map: (type: FieldType, stored: unknown, name: ChildName) => unknown,
  ): unknown;
  /** Whether a stored value and one to be stored are the same, so that no write is needed. */
  isSame(
    stored: unknown,
    after: unknown,
    type: T,
    isSamePart: (type: FieldType, stored: unknown, after: unknown) => boolean,
  ): boolean;
  /** Whether a value, which may be of any kind, equals the stored one. Visits no more than the parts that are stored. */
  isStoredAs(
    value: unknown,
    stored: unknown,
    type: T,
    isPartStoredAs: (type: FieldType, value: unknown, stored: unknown) => boolean,
  ): boolean;
  /** A stored value as change sets show it: frozen, by field name, independent of the document. */
  show(stored: unknown, type: T, parts: PartViewer): unknown;
}

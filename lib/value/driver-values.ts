import { isUint8Array } from 'node:util/types';
import { isText } from './text.js';

/** The mark by which the driver recognises values of its own version; text and JSON cannot have such a key. */
const version = Symbol.for('@@mdb.bson.version');

/** A value of the driver, with its possible parts. */
interface DriverValue {
  readonly _bsontype: string;
  readonly id?: unknown;
  readonly buffer?: unknown;
  readonly bytes?: unknown;
  readonly low?: unknown;
  readonly value?: unknown;
  readonly code?: unknown;
  readonly scope?: unknown;
  readonly collection?: unknown;
  readonly db?: unknown;
  readonly oid?: unknown;
  readonly fields?: unknown;
  readonly pattern?: unknown;
  readonly options?: unknown;
}

/** Checks by tag: whether the parts are valid for the driver. `isStorable` checks values inside, such as the scope of a Code. */
const checks: Readonly<
  Record<string, (value: DriverValue, isStorable: (inner: unknown) => boolean) => boolean>
> = {
  ObjectId: ({ id }) => isUint8Array(id) && id.length === 12,
  Binary: ({ buffer }) => isUint8Array(buffer),
  Decimal128: ({ bytes }) => isUint8Array(bytes) && bytes.length === 16,
  Long: ({ low }) => typeof low === 'number',
  Timestamp: ({ low }) => typeof low === 'number',
  Double: ({ value }) => typeof value === 'number',
  Int32: ({ value }) => typeof value === 'number',
  Code: ({ code, scope }, isStorable) =>
    isText(code) && (scope === null || scope === undefined || isStorable(scope)),
  DBRef: ({ collection, db, oid, fields }, isStorable) =>
    isText(collection) && isText(db ?? '') && isStorable(oid) && isStorable(fields),
  BSONRegExp: ({ pattern, options }) => isText(pattern) && isText(options),
  BSONSymbol: ({ value }) => isText(value),
  MinKey: () => true,
  MaxKey: () => true,
};

/**
 * The tag of a value of the driver, the same for every copy of it. Undefined for data that claims a tag, also through a prototype, for
 * values that lack parts, and for values that `toBSON` would change.
 */
export function driverTag(
  value: unknown,
  isStorable: (inner: unknown) => boolean = () => false,
): string | undefined {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, '_bsontype')) return undefined;
  const { _bsontype: tag, [version]: major } = value as DriverValue & { readonly [version]?: unknown };
  if (major !== 7 || typeof tag !== 'string' || 'toBSON' in value) return undefined;
  const check = Object.hasOwn(checks, tag) ? checks[tag] : undefined;
  return check?.(value as DriverValue, isStorable) ? tag : undefined;
}

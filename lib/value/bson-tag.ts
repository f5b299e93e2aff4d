/**
 * The tag of the driver's value classes, the same for every copy of the driver. They have it on the prototype, so stored data with a key of
 * that name is not mistaken for such a value.
 */
export function bsonTag(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Object.hasOwn(value, '_bsontype')) return undefined;
  const tag = (value as { readonly _bsontype?: unknown })._bsontype;
  return typeof tag === 'string' ? tag : undefined;
}

/** The number or text in the driver's Int32, Double and BSONSymbol, which only give it a BSON type; other values unchanged. */
export function unwrapped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const tag = bsonTag(value);
  return tag === 'Int32' || tag === 'Double' || tag === 'BSONSymbol' ? value.valueOf() : value;
}

/**
 * The elements of an array, each through a function, by index. What the array says of itself is not asked: its own properties, or a
 * prototype that careless code made of data, may replace `map` and the iterator.
 */
export function mapElements<R>(
  array: readonly unknown[],
  transform: (element: unknown, index: number) => R,
): R[] {
  // Of this length from the beginning: one that grows has room for many more.
  const mapped = new Array<R>(array.length);
  for (let index = 0; index < mapped.length; index++) mapped[index] = transform(array[index], index);
  return mapped;
}

/** A copy of an array, in the same way; holes are undefined. */
export function elementsOf<E>(array: readonly E[]): E[] {
  const elements = new Array<E>(array.length);
  for (let index = 0; index < elements.length; index++) elements[index] = array[index] as E;
  return elements;
}

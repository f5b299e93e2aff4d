/**
 * The elements of an array, each through a function, by index. What the array says of itself is not asked: its own properties, or a
 * prototype that careless code made of data, may replace `map` and the iterator.
 */
export function mapElements<R>(
  array: readonly unknown[],
  transform: (element: unknown, index: number) => R,
): R[] {
  const mapped: R[] = [];
  for (let index = 0; index < array.length; index++) mapped.push(transform(array[index], index));
  return mapped;
}

/** A copy of an array, in the same way; holes are undefined. */
export function elementsOf<E>(array: readonly E[]): E[] {
  return mapElements(array, (element) => element as E);
}

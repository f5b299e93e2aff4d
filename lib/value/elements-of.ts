/**
 * Maps the elements of an array by index. Its own methods are not used: properties of the array, or a prototype that careless code made of
 * data, may replace `map` and the iterator.
 */
export function mapElements<R>(
  array: readonly unknown[],
  transform: (element: unknown, index: number) => R,
): R[] {
  // Created with its final length: an array that grows reserves room for many more elements.
  const mapped = new Array<R>(array.length);
  for (let index = 0; index < mapped.length; index++) mapped[index] = transform(array[index], index);
  return mapped;
}

/** Copies an array by index; holes become undefined. */
export function elementsOf<E>(array: readonly E[]): E[] {
  const elements = new Array<E>(array.length);
  for (let index = 0; index < elements.length; index++) elements[index] = array[index] as E;
  return elements;
}

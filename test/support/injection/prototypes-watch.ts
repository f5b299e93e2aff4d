/** Built-in classes whose prototypes plain values inherit from. */
const builtIns = [Object, Array, Map, Set, Function, String, Number, Date, Promise, Buffer, Uint8Array];

/** The own properties of the prototypes of the language and of classes, and of the classes themselves, as something that can be compared. */
export function prototypesOf(...classes: readonly (abstract new () => object)[]): unknown[] {
  return [...builtIns, ...classes].flatMap((each) => [
    ...ownProperties(each),
    ...ownProperties(each.prototype as object),
  ]);
}

function ownProperties(owner: object): unknown[] {
  return [
    Object.getPrototypeOf(owner),
    ...Reflect.ownKeys(owner).flatMap((key) => {
      const { value, get, set, writable } = Object.getOwnPropertyDescriptor(owner, key) as PropertyDescriptor;
      return [key, value as unknown, get, set, writable];
    }),
  ];
}

/** Which of them, by their place, are others than before. */
export function changed(before: readonly unknown[], now: readonly unknown[]): number[] {
  const length = Math.max(before.length, now.length);
  return Array.from({ length }, (_, index) => index).filter((index) => !Object.is(before[index], now[index]));
}

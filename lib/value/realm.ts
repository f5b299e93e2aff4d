/**
 * Whether this is the prototype of a built-in class in another realm, as that of `node:vm`, or in Jest of `structuredClone` and `fetch`.
 * Data cannot pose as one: it has no functions with native source, and cannot be `prototype` of such a class.
 */
export function isBuiltInPrototype(prototype: object, name: 'Object' | 'Map'): boolean {
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made !== 'function' || made.prototype !== prototype) return false;
  return Function.prototype.toString.call(made) === `function ${name}() { [native code] }`;
}

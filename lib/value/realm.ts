/**
 * Whether this is the prototype that instances of a built-in class of JavaScript have in another realm, as that of `node:vm`, or in
 * Jest of `structuredClone` and `fetch`. Data can claim none of this: a prototype that careless code has made of it holds no functions,
 * the source of another function is another text, and what a built-in class calls its prototype cannot be changed.
 */
export function isBuiltInPrototype(prototype: object, name: 'Object' | 'Map'): boolean {
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value;
  if (typeof made !== 'function' || made.prototype !== prototype) return false;
  return Function.prototype.toString.call(made) === `function ${name}() { [native code] }`;
}

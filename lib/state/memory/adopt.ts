/**
 * Its constructor returns the object that it is called with, so a subclass adds its private fields to any object, even a frozen one. Only
 * the subclass can read or copy them. A `WeakMap` keeps short-lived objects alive: docs/how-the-fast-paths-work.md.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it exists to be extended
export class Adopt {
  constructor(object: object) {
    return object;
  }
}

/**
 * Its constructor gives back the object that it is called with, so that a class that extends it adds its private fields to that object,
 * whatever its class: no code but that of the extending class reads, lists, copies or compares them, no object can pretend to have them, and
 * frozen objects can have them too. A `WeakMap` does the same, and keeps what lives briefly alive: docs/how-the-fast-paths-work.md.
 */
// eslint-disable-next-line @typescript-eslint/no-extraneous-class -- it is there to be extended
export class Adopt {
  constructor(object: object) {
    return object;
  }
}

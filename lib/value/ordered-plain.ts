import { isProxy } from 'node:util/types';
import { newPlain } from './plain-object.js';
import type { Plain } from './plain-object.js';

/** Whether JavaScript lists a key before all others, as a number, whenever it was added. */
export function isIndex(key: string): boolean {
  const first = key.charCodeAt(0);
  return first >= 48 && first <= 57 && /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) < 2 ** 32 - 1;
}

/** Lists the keys of an object in the order in which they were set. */
class KeyOrder implements ProxyHandler<Plain> {
  readonly #keys = new Set<string | symbol>();

  ownKeys(): (string | symbol)[] {
    return [...this.#keys];
  }

  defineProperty(target: Plain, key: string | symbol, descriptor: PropertyDescriptor): boolean {
    this.#keys.add(key);
    return Reflect.defineProperty(target, key, descriptor);
  }

  deleteProperty(target: Plain, key: string | symbol): boolean {
    this.#keys.delete(key);
    return Reflect.deleteProperty(target, key);
  }
}

/**
 * Sets a key; a new one comes last.
 * @returns the object, or its replacement: from the first key on that looks like an index, an object that keeps the order itself
 */
export function setKey(object: Plain, key: string, value: unknown): Plain {
  const plain = isIndex(key) && !isProxy(object) ? ordered(object) : object;
  plain[key] = value;
  return plain;
}

/** Sets the keys of another object, in their order. @returns the same as `setKey` */
export function setKeys(object: Plain, other: Readonly<Plain>): Plain {
  if (!isProxy(other)) return Object.assign(object, other);
  const plain = isProxy(object) ? object : ordered(object);
  return Object.assign(plain, other);
}

/** A copy with the same keys in the same order. */
export function copyOfPlain(object: Readonly<Plain>): Plain {
  return setKeys(newPlain(), object);
}

function ordered(object: Readonly<Plain>): Plain {
  return Object.assign(new Proxy(newPlain(), new KeyOrder()), object);
}

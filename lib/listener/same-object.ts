import { isProxy } from 'node:util/types';

/** Whether two values are one object, or a Proxy and its target: a property written to one is read from the other. */
export function isSameObject(one: object, other: object): boolean {
  if (one === other) return true;
  if (!isProxy(one) && !isProxy(other)) return false;
  const [written, read] = isProxy(one) ? [other, one] : [one, other];
  const mark = Symbol('nestjs-documents:mark');
  try {
    Reflect.defineProperty(written, mark, { value: mark, configurable: true });
    return Reflect.get(read, mark) === mark;
  } catch {
    // A trap of the Proxy refuses the write.
    return false;
  } finally {
    forget(written, mark);
  }
}

function forget(written: object, mark: symbol): void {
  try {
    Reflect.deleteProperty(written, mark);
  } catch {
    // Then nothing was written either.
  }
}

/**
 * The promise of a value that can be awaited; undefined for others. Its `then` is read and called only once, here, since a lazy query is
 * sent each time that it is called. Promises are returned unchanged.
 * @throws the error of reading `then`
 */
export function promiseOf(value: unknown): Promise<unknown> | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined;
  const { then } = value as { readonly then?: unknown };
  if (typeof then !== 'function') return undefined;
  if (then === Promise.prototype.then && value instanceof Promise) return value as Promise<unknown>;
  return new Promise((resolve, reject) => {
    then.call(value, resolve, reject);
  });
}

/** Whether a value can be awaited. Awaiting only what can be keeps synchronous functions cheap. */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return (
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
  );
}

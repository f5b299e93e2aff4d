/** Whether a value is text that UTF-8 has: for half of a surrogate pair the driver would write another character. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

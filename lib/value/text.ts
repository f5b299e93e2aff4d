/** Whether a value is text that UTF-8 can encode: the driver would replace half of a surrogate pair by another character. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value.isWellFormed();
}

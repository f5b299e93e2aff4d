/** The length of the longest name that is shown. */
const longest = 80;

/** A word, with digits and _ after its first letter; an index; the digits of an ObjectId or a UUID. */
const nameLike =
  /^(?:[\p{L}_][\p{L}\p{N}_]*|\d{1,7}|[\da-f]{24}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})$/iu;

/** Whether a name from data may stand in a message: any other name may be a value that was used as a key. */
export function isShownName(name: string): boolean {
  return name.length <= longest && nameLike.test(name);
}

/** A name from data, as a message shows it; only its length if it does not look like a name. */
export function shownName(name: string): string {
  return isShownName(name) ? name : `(${name.length} ${name.length === 1 ? 'character' : 'characters'})`;
}

/** Whether all names of a path may stand in a message, and their total length is short enough. */
export function isShownPath(path: unknown): path is string {
  return typeof path === 'string' && path.length <= longest && path.split('.').every(isShownName);
}

/** A path from data, as a message shows it: each name by itself. */
export function shownPath(path: string): string {
  return path.length > longest ? shownName(path) : path.split('.').map(shownName).join('.');
}

/** A text in a message: on one line, and not longer than the limit. */
export function shownText(text: string, limit: number): string {
  const line = text.slice(0, limit + 1).replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ');
  return text.length <= limit ? line : `${line.slice(0, limit - 1)}…`;
}

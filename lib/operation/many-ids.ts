/** The number of ids that one command names. */
export const idsPerCommand = 10_000;

/** The size of a batch with which the server sends as much as a reply holds: the greatest int32. */
export const wholeReplies = 2 ** 31 - 1;

/** Splits a list into parts for one command each. @param size the length of a part. Default `idsPerCommand` */
export function inChunks<E>(list: readonly E[], size: number = idsPerCommand): (readonly E[])[] {
  const chunks: (readonly E[])[] = [];
  for (let from = 0; from < list.length; from += size) chunks.push(list.slice(from, from + size));
  return chunks;
}

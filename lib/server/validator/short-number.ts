/** A limit or choice as a number if it is exact; otherwise the bigint, which is sent as a Long. The server compares both alike. */
export function shortNumber(value: number | bigint): number | bigint {
  return typeof value === 'bigint' && Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

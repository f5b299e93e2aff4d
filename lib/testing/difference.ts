/** Compares two lists line by line: `  ` in both, `- ` only expected, `+ ` only sent. The longest common sequence stays in place. */
export function difference(expected: readonly string[], actual: readonly string[]): string {
  const lengths = commonLengths(expected, actual);
  const lines: string[] = [];
  let left = 0;
  let right = 0;
  while (left < expected.length || right < actual.length) {
    if (left < expected.length && expected[left] === actual[right]) {
      lines.push(`    ${expected[left++] ?? ''}`);
      right++;
    } else if (
      right >= actual.length ||
      (left < expected.length && at(lengths, left + 1, right) >= at(lengths, left, right + 1))
    ) {
      lines.push(`  - ${expected[left++] ?? ''} (expected, not sent)`);
    } else {
      lines.push(`  + ${actual[right++] ?? ''} (sent, not expected)`);
    }
  }
  return lines.join('\n');
}

/** The length of the longest common sequence of the remainders, for each pair of positions. */
function commonLengths(expected: readonly string[], actual: readonly string[]): number[][] {
  const lengths = Array.from({ length: expected.length + 1 }, () =>
    new Array<number>(actual.length + 1).fill(0),
  );
  for (let left = expected.length - 1; left >= 0; left--) {
    for (let right = actual.length - 1; right >= 0; right--) {
      const row = lengths[left] as number[];
      row[right] =
        expected[left] === actual[right]
          ? at(lengths, left + 1, right + 1) + 1
          : Math.max(at(lengths, left + 1, right), at(lengths, left, right + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly (readonly number[])[], left: number, right: number): number {
  return lengths[left]?.[right] ?? 0;
}

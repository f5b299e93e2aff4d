/** Lays rows out in columns, for people; the first row is their titles. Ends without a line break. */
export function tableOf(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_title, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A time as text, to the second: `2026-11-30 13:05:33`. */
export function timeText(time: Date | undefined): string {
  return time ? time.toISOString().slice(0, 19).replace('T', ' ') : '';
}

/** A number of milliseconds as text: `850 ms`, `12.3 s`. */
export function durationText(duration: number | undefined): string {
  if (duration === undefined) return '';
  return duration < 10_000 ? `${duration} ms` : `${(duration / 1000).toFixed(1)} s`;
}

/** Whether an error, or one that it was made of, has this label of the driver's: errors are wrapped on their way. */
export function hasLabel(error: unknown, label: string): boolean {
  const seen = new Set<unknown>();
  for (let each = error; isObject(each) && !seen.has(each); each = each['cause']) {
    seen.add(each);
    const labels = each['errorLabels'];
    if (Array.isArray(labels) && labels.includes(label)) return true;
  }
  return false;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

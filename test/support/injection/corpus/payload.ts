/** Something that should be data and would like to be more. */
export interface Payload {
  /** Shown when a test fails. */
  readonly name: string;
  /** Made anew for each use. */
  readonly make: () => unknown;
  /** Meant for places where paths and keys stand. Anywhere else it is data like any other. */
  readonly isPath?: boolean;
}

/** Makes payloads of JSON texts: parsed anew for each use, with keys such as `__proto__` as own keys. */
export function json(...texts: readonly string[]): Payload[] {
  return texts.map((text) => ({ name: text, make: () => JSON.parse(text) as unknown }));
}

/** Values that cannot be changed. */
export function values(...given: readonly unknown[]): Payload[] {
  return given.map((value) => ({ name: nameOf(value), make: () => value }));
}

/** Values by what they are. */
export function made(makers: Readonly<Record<string, () => unknown>>): Payload[] {
  return Object.entries(makers).map(([name, make]) => ({ name, make }));
}

/** Each with each. */
export function combined<A, B>(
  first: readonly A[],
  second: readonly B[],
  make: (a: A, b: B) => string,
): string[] {
  return first.flatMap((a) => second.map((b) => make(a, b)));
}

function nameOf(value: unknown): string {
  const text = Object.is(value, -0)
    ? 'number -0'
    : typeof value === 'string'
      ? JSON.stringify(value)
      : `${typeof value} ${String(value)}`;
  return text.length > 60 ? `${text.slice(0, 60)}… (${text.length})` : text;
}

/**
 * Evaluates the source of a function body with named values. Returns undefined where code generation is not allowed
 * (`--disallow-code-generation-from-strings`, some hosts): callers then have another way.
 */
export function evaluate<R>(source: string, values: Readonly<Record<string, unknown>>): R | undefined {
  try {
    // eslint-disable-next-line @typescript-eslint/no-implied-eval -- sources consist of positions, and of names as JSON strings
    const make = new Function(...Object.keys(values), `'use strict';\n${source}`) as (
      ...given: readonly unknown[]
    ) => R;
    return make(...Object.values(values));
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

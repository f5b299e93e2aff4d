/** Imports a file of `scripts/`, which have no types of their own; who asks says what it needs of it. */
export async function importScript<T>(path: string): Promise<T> {
  return (await import(new URL(`../../scripts/${path}`, import.meta.url).href)) as T;
}

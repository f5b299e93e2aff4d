import type { DeclaredCollection } from '../../server/declared-collection.js';

/** Counts what classes declare of the server: `3 indexes and 1 validator`; undefined if they declare nothing. */
export function describeDeclared(declared: readonly DeclaredCollection[]): string | undefined {
  const parts = [
    counted(declared.flatMap(({ indexes }) => indexes).length, 'index', 'indexes'),
    counted(declared.filter(({ validator }) => validator).length, 'validator', 'validators'),
    counted(
      declared.filter(({ options }) => Object.keys(options).length > 0).length,
      'collection with options',
      'collections with options',
    ),
  ].filter((each) => each !== undefined);
  return parts.length > 0 ? parts.join(', ').replace(/, ([^,]*)$/, ' and $1') : undefined;
}

function counted(count: number, one: string, several: string): string | undefined {
  if (count === 0) return undefined;
  return `${count} ${count === 1 ? one : several}`;
}

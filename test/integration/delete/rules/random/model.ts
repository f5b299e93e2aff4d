import type { Random } from '../../../../support/random.js';
import type { RandomReference, RandomRules } from './random-rules.js';

/** A document as stored. */
export interface StoredThing {
  _id: number;
  one?: number;
  many: number[];
  inner: { ref?: number }[];
}

/** The documents of each class by number, ordered by id. */
export type Contents = readonly (readonly StoredThing[])[];

export function randomContents(random: Random, { references }: RandomRules, count: number): Contents {
  return references.map(() =>
    Array.from({ length: count }, (_, _id) => {
      const refers = (): boolean => random.below(3) === 0;
      const some = (): number[] => Array.from({ length: 2 }, () => random.below(count)).filter(refers);
      const [one] = some();
      return {
        ...{ _id, ...(one !== undefined && { one }), many: some() },
        inner: some().map((ref) => (refers() ? {} : { ref })),
      };
    }),
  );
}

/** The contents after a delete of one document; undefined if it is denied. */
export function deleted(
  rules: RandomRules,
  contents: Contents,
  root: readonly [number, number],
): Contents | undefined {
  const gone = new Set([String(root)]);
  const isGone = (target: number, id: number | undefined): boolean => gone.has(String([target, id]));
  const everyReference = (visit: (key: string, reference: RandomReference, ids: number[]) => void): void => {
    for (const [number, things] of contents.entries())
      for (const thing of things)
        for (const reference of rules.references[number]!)
          visit(String([number, thing._id]), reference, idsOf(thing, reference));
  };
  for (let size = 0; size < gone.size;) {
    size = gone.size;
    everyReference((key, { rule, target }, ids) => {
      if (rule === 'cascade' && ids.some((id) => isGone(target, id))) gone.add(key);
    });
  }
  const denials: string[] = [];
  everyReference((key, { rule, target }, ids) => {
    if (rule === 'deny' && !gone.has(key) && ids.some((id) => isGone(target, id))) denials.push(key);
  });
  if (denials.length > 0) return undefined;
  return contents.map((things, number) =>
    things
      .filter(({ _id }) => !gone.has(String([number, _id])))
      .map((thing) => {
        const removes = (field: RandomReference['field'], id: number | undefined): boolean => {
          const { rule, target } = rules.references[number]!.find((each) => each.field === field)!;
          return (rule === 'nullify' || rule === 'pull') && isGone(target, id);
        };
        const { one, ...others } = thing;
        return {
          ...others,
          ...(one !== undefined && !removes('one', one) && { one }),
          many: thing.many.filter((id) => !removes('many', id)),
          inner: thing.inner.map((each) => (removes('inner', each.ref) ? {} : each)),
        };
      }),
  );
}

function idsOf(thing: StoredThing, { field }: RandomReference): number[] {
  const ids = { one: [thing.one], many: thing.many, inner: thing.inner.map(({ ref }) => ref) }[field];
  return ids.flatMap((id) => (id === undefined ? [] : [id]));
}

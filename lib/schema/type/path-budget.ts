/**
 * How often the number of paths that a class may have can be halved. Each class on the way to a path halves it as often as its branches
 * need, so that no class, however deep its documents nest or hold each other, has more paths than the compiler can list.
 */
export type Budget = readonly 0[];

/** About eight thousand at each level: a union of texts costs little. */
export type NamedPathBudget = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** About a thousand at each level: each is a pattern, which costs more. */
export type IndexedPathBudget = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** Whether a class with these field names may have its paths listed. */
export type Allows<Left extends Budget, Name> =
  Halvings<Name> extends infer Needed extends Budget
    ? Left extends readonly [...Needed, ...Budget]
      ? true
      : false
    : false;

/** What is left below a class with these branches; none where they need more than that. */
export type Spend<Left extends Budget, Branch> =
  Halvings<Branch> extends infer Needed extends Budget
    ? Left extends readonly [...Needed, ...infer Rest extends Budget]
      ? Rest
      : []
    : [];

type Two = [0];
type Four = [0, 0];
type Eight = [0, 0, 0];
type Sixteen = [0, 0, 0, 0];
type ThirtyTwo = [0, 0, 0, 0, 0];
type More = [0, 0, 0, 0, 0, 0];

/** By the number of members. */
type HalvingsByCount = [
  ...[[], [], Two, Four, Four, Eight, Eight, Eight, Eight],
  ...[Sixteen, Sixteen, Sixteen, Sixteen, Sixteen, Sixteen, Sixteen, Sixteen],
  ...[ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo],
  ...[ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo],
];

/** How often the number of members of a union has to be halved to come to one. They are counted to 32. */
type Halvings<Union, Counted extends 0[] = []> = [Union] extends [never]
  ? HalvingsByCount[Counted['length'] & keyof HalvingsByCount]
  : Counted['length'] extends 32
    ? More
    : Halvings<Exclude<Union, OneOf<Union>>, [...Counted, 0]>;

/** Some member of a union: of a function with many signatures, the compiler infers from one. */
type OneOf<Union> =
  Signatures<Union> extends (member: infer Last) => void
    ? Last extends () => infer Member
      ? Member
      : never
    : never;

type Signatures<Union> = (
  Union extends unknown ? (signature: (member: () => Union) => void) => void : never
) extends (signature: infer Intersection) => void
  ? Intersection
  : never;

/**
 * Counts how often the number of allowed paths of a class can be halved. Each class on the way to a path halves it as often as its branches
 * need, so that even deeply nested or circular classes stay within what the compiler can list.
 */
export type Budget = readonly 0[];

/** About eight thousand paths at each level: a union of literals costs little. */
export type NamedPathBudget = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** About a thousand paths at each level: each is a pattern, which costs more. */
export type IndexedPathBudget = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0];

/** Whether the paths of a class with these field names may be listed. */
export type Allows<Left extends Budget, Name> =
  Halvings<Name> extends infer Needed extends Budget
    ? Left extends readonly [...Needed, ...Budget]
      ? true
      : false
    : false;

/** The halvings left below a class with these branches; `never` if they need more than there are. */
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

/** Halvings by the number of members. */
type HalvingsByCount = [
  ...[[], [], Two, Four, Four, Eight, Eight, Eight, Eight],
  ...[Sixteen, Sixteen, Sixteen, Sixteen, Sixteen, Sixteen, Sixteen, Sixteen],
  ...[ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo],
  ...[ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo, ThirtyTwo],
];

/** The number of times that a union has to be halved until one member is left. Members are counted up to 32. */
type Halvings<Union, Counted extends 0[] = []> = [Union] extends [never]
  ? HalvingsByCount[Counted['length'] & keyof HalvingsByCount]
  : Counted['length'] extends 32
    ? More
    : Halvings<Exclude<Union, OneOf<Union>>, [...Counted, 0]>;

/** Any one member of a union: for an overloaded function the compiler infers from a single signature. */
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

export type ClassName = 'City' | 'Capital' | 'Sight';
export type CollectionName = 'cities' | 'sights';

/** A document as it is stored, or one that is embedded in it. */
export type Stored = Readonly<Record<string, any>>;

/** A property as the classes declare it, said again: the model reads nothing of the package. */
export interface Step {
  /** `one`, `list` and `map` have the ids themselves; `many` and `first` are those that refer to the document. */
  readonly kind: 'one' | 'list' | 'map' | 'many' | 'first';
  readonly to: ClassName;
  /** The embedded document, or list of them, that holds the property. */
  readonly holder?: 'tour' | 'tours';
  /** The field with the ids. */
  readonly field: string;
  /** The ids that a document holds by which it refers to others. */
  readonly refersBy?: (document: Stored) => readonly unknown[];
}

const city: Readonly<Record<string, Step>> = {
  next: { kind: 'one', to: 'City', field: 'nextId' },
  capital: { kind: 'one', to: 'Capital', field: 'capitalId' },
  twins: { kind: 'list', to: 'City', field: 'twinIds' },
  sights: { kind: 'map', to: 'Sight', field: 'sightIds' },
  'tour.sight': { kind: 'one', to: 'Sight', holder: 'tour', field: 'sightId' },
  'tour.cities': { kind: 'list', to: 'City', holder: 'tour', field: 'cityIds' },
  'tours.sight': { kind: 'one', to: 'Sight', holder: 'tours', field: 'sightId' },
  'tours.cities': { kind: 'list', to: 'City', holder: 'tours', field: 'cityIds' },
  previous: { kind: 'many', to: 'City', field: 'nextId', refersBy: ({ nextId }) => [nextId] },
  views: { kind: 'many', to: 'Sight', field: 'seenFromIds', refersBy: ({ seenFromIds }) => seenFromIds },
  landmark: { kind: 'first', to: 'Sight', field: 'cityId', refersBy: ({ cityId }) => [cityId] },
};

/** By class, and by the path of the property. */
export const steps: Readonly<Record<ClassName, Readonly<Record<string, Step>>>> = {
  City: city,
  Capital: { ...city, palace: { kind: 'one', to: 'Sight', field: 'palaceId' } },
  Sight: {
    city: { kind: 'one', to: 'City', field: 'cityId' },
    touredIn: {
      kind: 'many',
      to: 'City',
      field: 'tours.sightId',
      refersBy: ({ tours }) => tours.map(({ sightId }: Stored) => sightId),
    },
  },
};

export const collectionOf = (name: ClassName): CollectionName => (name === 'Sight' ? 'sights' : 'cities');

/** Properties to fill, with those to fill in their documents, in the order in which they are asked for. */
export type Tree = ReadonlyMap<string, Tree>;

/** Joins paths that begin alike. */
export function treeOf(paths: readonly (readonly string[])[]): Tree {
  const heads = [...new Set(paths.map(([head]) => head as string))];
  return new Map(
    heads.map((head) => {
      const below = paths.filter((path) => path[0] === head && path.length > 1).map((path) => path.slice(1));
      return [head, treeOf(below)];
    }),
  );
}

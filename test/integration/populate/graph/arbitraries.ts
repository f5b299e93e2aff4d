import { ObjectId } from 'mongodb';
import fc from 'fast-check';
import type { Graph } from './model.js';
import { steps } from './steps.js';
import type { ClassName, Stored } from './steps.js';

/** Few ids, of which some are stored: so documents are referred to often, by themselves too, or are missing. */
const [cityCount, sightCount] = [6, 4];

const cityIdOf = (number: number) => new ObjectId(number.toString(16).padStart(24, '0'));
const sightIdOf = (number: number) => `sight ${number}`;

const cityId = fc.nat(cityCount).map(cityIdOf);
const sightId = fc.nat(sightCount).map(sightIdOf);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const cityIds = fc.array(cityId, { maxLength: 3 });
const rank = fc.nat(3);

const tour = fc.record({ sightId: optional(sightId), cityIds });

const city = fc.record({
  rank,
  _type: fc.constantFrom(undefined, undefined, 'Capital'),
  deletedAt: fc.constantFrom(undefined, undefined, undefined, new Date(0)),
  nextId: optional(cityId),
  capitalId: optional(cityId),
  twinIds: cityIds,
  sightIds: optional(fc.dictionary(fc.constantFrom('north', 'south'), sightId, { noNullPrototype: true })),
  tour: optional(tour),
  tours: fc.array(tour, { maxLength: 2 }),
  palaceId: sightId,
});

const sight = fc.record({ rank, cityId: optional(cityId), seenFromIds: cityIds });

/** Some documents, the others are missing. */
export const graphs: fc.Arbitrary<Graph> = fc.record({
  cities: fc
    .array(fc.option(city), { minLength: cityCount, maxLength: cityCount })
    .map((list) => list.flatMap((each, number) => (each ? [storedCity(cityIdOf(number), each)] : []))),
  sights: fc
    .array(fc.option(sight), { minLength: sightCount, maxLength: sightCount })
    .map((list) =>
      list.flatMap((each, number) => (each ? [stored({ _id: sightIdOf(number), ...each })] : [])),
    ),
});

/** Only a capital has a palace. */
function storedCity(_id: ObjectId, { palaceId, ...values }: Stored): Stored {
  return stored({ _id, ...values, ...(values['_type'] && { palaceId }) });
}

/** Without what is undefined, also inside. */
function stored(values: Stored): Stored {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.map(([key, value]) => [key, storedValue(value)]));
}

function storedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(storedValue);
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
    ? stored(value as Stored)
    : value;
}

/** Paths from a class, each as a list of the properties on its way. */
export function pathsFrom(start: ClassName, maxLength: number): fc.Arbitrary<string[][]> {
  const path = fc.array(fc.nat(1000), { minLength: 1, maxLength }).map((choices) => {
    let className = start;
    return choices.map((choice) => {
      const names = Object.keys(steps[className]);
      const name = names[choice % names.length] as string;
      className = steps[className][name]!.to;
      return name;
    });
  });
  return fc.array(path, { maxLength: 5 });
}

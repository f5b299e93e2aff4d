import { afterAll, beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  Id,
  mapOf,
  preSavePostValidation,
  Version,
} from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { AskedValidator } from '../../support/asked-validator.js';
import { openApp } from '../../support/world/integration-app.js';
import type { IntegrationApp } from '../../support/world/integration-app.js';

const validator = new AskedValidator();

@EmbeddedDocument()
class Size {
  @Field() width?: number;
  @Field() height?: number;
}

@Document({ collection: 'boxes' })
class Box {
  @Id() id!: ObjectId;
  @Version() version!: number;
  @Field(() => String, { validate: validator.validate }) name = 'box';
  @Field() weight?: number;
  @Field(() => [Number]) marks?: number[];
  @Field(() => Size) size?: Size;
  @Field(() => mapOf(Number)) prices?: Map<string, number>;
  @Field(() => 'any') extra?: unknown;
}

/** The places that can change, each with a function that puts a value there. */
const places: Readonly<Record<string, (box: any, value: unknown) => void>> = {
  name: (box, value) => void (box.name = typeof value === 'number' ? `n${value}` : value),
  weight: (box, value) => void (box.weight = value),
  marks: (box, value) => void (box.marks = [value]),
  'size.width': (box, value) => void (box.size.width = value),
  'size.height': (box, value) => void (box.size.height = value),
  'prices.a': (box, value) => box.prices.set('a', value),
  'prices.b': (box, value) => box.prices.set('b', value),
  'extra.a': (box, value) => void (box.extra.a = value),
};
const valuesOf = (box: any): object => ({
  ...{ name: box.name, weight: box.weight, marks: [...box.marks], size: { ...box.size } },
  ...{ prices: Object.fromEntries(box.prices), extra: { ...box.extra } },
});

/** Generates changes to some of the places. */
const changesTo = (value: fc.Arbitrary<unknown>, below = value) =>
  fc.record(
    Object.fromEntries(Object.keys(places).map((place) => [place, place.includes('.') ? below : value])),
    { requiredKeys: [], noNullPrototype: true },
  );
const apply = (box: object, changes: Readonly<Record<string, unknown>>): void => {
  for (const [place, value] of Object.entries(changes)) places[place]?.(box, value);
};

const ofOthers = fc.constantFrom<unknown>(1, 'x', NaN, new Date(NaN), { $gt: 1 }, [1]);
/** In a field that receivers change beside it, what cannot be stored is refused. */
const storable = fc.integer({ min: 1, max: 9 });
/** Values that others never give. */
const ofReceivers = fc.integer({ min: 100, max: 200 });

let world: IntegrationApp;
let boxes: DocumentRepository<Box>;
beforeAll(async () => {
  world = await openApp([Box]);
  boxes = world.repository(Box);
});
afterAll(() => world.close());

const newBox = async (): Promise<Box> =>
  boxes.build({
    ...{ weight: 5, marks: [5], size: { width: 5, height: 5 } },
    ...{ prices: new Map([['a', 5]]), extra: { a: 5 } },
  });

test.each([
  ['new', newBox],
  ['loaded', async () => boxes.getById((await boxes.save(await newBox())).id)],
])(
  'A %s document is stored as it was validated, with what receivers have changed, whatever others change meanwhile',
  async (_title, make) => {
    await fc.assert(
      fc.asyncProperty(
        changesTo(ofReceivers),
        changesTo(ofOthers, storable),
        changesTo(ofReceivers),
        async (before, meanwhile, received) => {
          const box = await make();
          apply(box, before);
          const { name, weight, extra } = box;
          const expected = {
            ...{ name, weight, marks: [...box.marks!], extra: { ...(extra as object) } },
            ...{ size: Object.assign({}, box.size), prices: new Map(box.prices) },
          };
          apply(expected, received);
          using _undo = world.bus.connect(preSavePostValidation, Box, ({ document }) => {
            apply(document, received);
          });
          await validator.whileAsked(
            () => boxes.save(box),
            () => {
              apply(box, meanwhile);
            },
          );
          const { _id, version, ...stored } = (await world.db
            .collection('boxes')
            .findOne({ _id: box.id })) as Record<string, unknown>;
          expect(stored).toEqual(valuesOf(expected));
          expect(version).toBe(box.version);
        },
      ),
      { numRuns: 60 },
    );
  },
  60_000,
);

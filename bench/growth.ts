import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ObjectId } from 'mongodb';
import {
  Connection,
  Document,
  DocumentRepository,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  getConnectionToken,
  getRepositoryToken,
  Id,
  mapOf,
  OnPostInit,
  OnPostSave,
  Undeclared,
} from 'nestjs-documents';
import type { ChangeSet } from 'nestjs-documents';

@EmbeddedDocument()
class Line {
  @Field() sku?: string;
  @Field() count!: number;
}

@EmbeddedDocument()
class Open {
  @Undeclared() rest = new Map<string, unknown>();
}

@Document({ collection: 'growths' })
class Cart {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Field(() => [Line]) lines: Line[] = [];
  @Field(() => [Number]) numbers: number[] = [];
  @Field(() => mapOf(Number)) scores = new Map<string, number>();
  @Field(() => 'any') any?: { rows: { n: number }[] };
  @Field(() => Open) open?: Open;
  @Undeclared() rest = new Map<string, unknown>();
}

@Injectable()
class CartListener {
  @OnPostInit(Cart)
  hear(): void {
    // So documents are loaded step by step.
  }

  @OnPostSave(Cart)
  look({ changes }: { readonly changes: ChangeSet }): void {
    for (const path of changes.paths) changes.has(path);
  }
}

/** An operation on a document of a given size. */
interface GrowthWork {
  readonly title: string;
  /** Makes the stored document of this size. */
  readonly stored: (size: number) => object;
  readonly change: (cart: Cart) => void;
}

const list = <E>(size: number, make: (index: number) => E): E[] =>
  Array.from({ length: size }, (_, at) => make(at));
const entries = (size: number, key: (index: number) => string): object =>
  new Map(list(size, (index) => [key(index), index]));

function changeEach(map: Map<string, unknown>): void {
  for (const key of map.keys()) map.set(key, -1);
}

const works: readonly GrowthWork[] = [
  {
    title: 'change every embedded document of a list',
    stored: (size) => ({ lines: list(size, (count) => ({ sku: `s${count}`, count })) }),
    change: (cart) => {
      cart.lines.forEach((line) => line.count++);
    },
  },
  {
    title: 'turn a list of embedded documents round',
    stored: (size) => ({ lines: list(size, (count) => ({ sku: `s${count}`, count })) }),
    change: (cart) => cart.lines.reverse(),
  },
  {
    title: 'change every number of a list',
    stored: (size) => ({ numbers: list(size, (index) => index) }),
    change: (cart) => (cart.numbers = cart.numbers.map((each) => each + 1)),
  },
  {
    title: 'change every untyped element',
    stored: (size) => ({ any: { rows: list(size, (n) => ({ n })) } }),
    change: (cart) => cart.any?.rows.forEach((row) => row.n++),
  },
  {
    title: 'change every entry of a map',
    stored: (size) => ({ scores: entries(size, (index) => `k${index}`) }),
    change: ({ scores }) => {
      changeEach(scores);
    },
  },
  {
    title: 'change every entry of a map whose keys look like numbers',
    stored: (size) => ({ scores: entries(size, (index) => String(size - index)) }),
    change: ({ scores }) => {
      changeEach(scores);
    },
  },
  {
    title: 'change every undeclared key',
    stored: (size) => Object.fromEntries(list(size, (index) => [`k${index}`, index])),
    change: ({ rest }) => {
      changeEach(rest);
    },
  },
  {
    title: 'load an embedded document with undeclared keys of which one has a dot',
    stored: (size) => ({ open: new Map([['a.b', 1], ...list(size, (at) => [`k${at}`, at] as const)]) }),
    change: (cart) => (cart.name = 'other'),
  },
  {
    title: 'save a field beside a map of stored keys that start with $',
    stored: (size) => ({ scores: entries(size, (index) => `$${index}`) }),
    change: (cart) => (cart.name = 'other'),
  },
  {
    title: 'add to a list of stored values that would be refused',
    stored: (size) => ({ any: { rows: list(size, () => NaN) } }),
    change: (cart) => cart.any?.rows.push({ n: 1 }),
  },
];

/** SecantusDB needs minutes for a command with thousands of paths, which is awaited but not measured. */
const sizes = [500, 1000, 2000];
const rounds = 5;

const connected = DocumentsModule.forRoot({ uri: process.env['MONGODB_URI'] ?? '' });
@Module({})
class GrowthModule {}

const root = {
  module: GrowthModule,
  imports: [connected, DocumentsModule.forFeature([Cart])],
  providers: [CartListener],
};
const app = await NestFactory.createApplicationContext(root, { logger: false });
const carts = app.get<DocumentRepository<Cart>>(getRepositoryToken(Cart));
const { db } = app.get<Connection>(getConnectionToken());

/** The client's CPU time for loading and saving, in milliseconds. */
async function timeOf({ stored, change }: GrowthWork, size: number): Promise<number> {
  const id = new ObjectId();
  await db.collection('growths').insertOne({ _id: id, ...stored(size) });
  const start = process.cpuUsage();
  const cart = await carts.getById(id);
  change(cart);
  await carts.save(cart);
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

console.log('| what | 500 | 1,000 | 2,000 | twice as many | again |\n| --- | --- | --- | --- | --- | --- |');
for (const work of works) {
  for (let round = 0; round < rounds; round++) await timeOf(work, sizes[0] as number);
  const times: number[] = [];
  for (const size of sizes) {
    const samples: number[] = [];
    for (let round = 0; round < rounds; round++) samples.push(await timeOf(work, size));
    times.push(samples.sort((one, other) => one - other)[Math.floor(rounds / 2)] as number);
  }
  const [one = 0, two = 0, four = 0] = times;
  const cells = [
    ...times.map((time) => `${time.toFixed(1)} ms`),
    (two / one).toFixed(1),
    (four / two).toFixed(1),
  ];
  console.log(`| ${work.title} | ${cells.join(' | ')} |`);
}
await app.close();

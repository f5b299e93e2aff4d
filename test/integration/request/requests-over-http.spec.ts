import { Controller, Get, Query } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { Test } from '@nestjs/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Int32, ObjectId } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  Document,
  DocumentRepository,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  filterFrom,
  getConnectionToken,
  Id,
  InjectRepository,
} from 'nestjs-documents';
import type { Connection, RequestQuery } from 'nestjs-documents';
import { DocumentsExceptionFilter, FilterFromPipe } from 'nestjs-documents/http';
import { databaseUri } from '../../support/server.js';

@EmbeddedDocument()
class Maker {
  @Field({ key: 'c' }) city?: string;
}

@Document({ collection: 'products' })
class Product {
  @Id() id!: ObjectId;
  @Field({ key: 'n' }) name!: string;
  @Field(() => Int32) stock!: number;
  @Field({ key: 'd' }) made!: Date;
  @Field(() => [String]) tags: string[] = [];
  @Field(() => Maker, { key: 'm' }) maker?: Maker;
}

const options = {
  filter: {
    id: ['in'],
    name: ['eq', 'contains'],
    stock: ['eq', 'range'],
    made: ['range'],
    tags: ['eq', 'in'],
    'maker.city': ['eq', 'in', 'exists'],
  },
  sort: ['name', 'made', 'stock'],
  defaultSort: { name: 'asc' },
  size: { default: 3, max: 4 },
} as const;

@Controller('products')
class ProductsController {
  constructor(@InjectRepository(Product) private readonly products: DocumentRepository<Product>) {}

  @Get()
  list(@Query(FilterFromPipe(Product, options)) { filter, sort, page }: RequestQuery<Product>) {
    return this.products.find(filter).sort(sort).page(page);
  }

  @Get('by-cursor')
  walk(@Query() query: unknown) {
    const { filter, sort, page } = filterFrom(Product, query, { ...options, page: 'cursor' });
    return this.products.find(filter).sort(sort).page(page);
  }
}

describe.each(['simple', 'extended'])(
  'A list over HTTP, its query parsed by the %s parser of Express',
  (parser) => {
    let app: NestExpressApplication;
    let url: string;

    beforeAll(async () => {
      const testing = await Test.createTestingModule({
        imports: [DocumentsModule.forRoot({ uri: databaseUri() }), DocumentsModule.forFeature([Product])],
        controllers: [ProductsController],
        providers: [{ provide: APP_FILTER, useClass: DocumentsExceptionFilter }],
      }).compile();
      app = testing.createNestApplication<NestExpressApplication>({ logger: false });
      app.set('query parser', parser);
      await app.listen(0, '127.0.0.1');
      url = `${await app.getUrl()}/products`;
      await app
        .get<Connection>(getConnectionToken())
        .db.collection('products')
        .insertMany([
          { n: 'Anvil', stock: 1, d: new Date('2026-01-01'), tags: ['iron'], m: { c: 'London' } },
          { n: 'Bell', stock: 2, d: new Date('2026-01-02'), tags: ['iron', 'loud'], m: { c: 'Paris' } },
          { n: 'Candle', stock: 3, d: new Date('2026-01-03'), tags: ['wax'], m: {} },
          { n: 'a.b', stock: 4, d: new Date('2026-01-04'), tags: [] },
          { n: 'a+b', stock: 5, d: new Date('2026-01-05'), tags: [], m: { c: 'London' } },
        ]);
    });
    afterAll(async () => {
      await app.get<Connection>(getConnectionToken()).db.dropDatabase();
      await app.close();
    });

    const ask = async (query: string): Promise<{ status: number; body: any }> => {
      const response = await fetch(`${url}${query}`);
      return { status: response.status, body: await response.json() };
    };
    const namesFor = async (query: string): Promise<string[]> => {
      const { status, body } = await ask(query);
      expect(status).toBe(200);
      return body.items.map(({ name }: { name: string }) => name);
    };

    test.each([
      ['', ['Anvil', 'Bell', 'Candle']],
      ['?name=Bell', ['Bell']],
      ['?name=bell', []],
      ['?name[contains]=AN', ['Anvil', 'Candle']],
      ['?name[contains]=.', ['a.b']],
      ['?name[contains]=%2B', ['a+b']],
      ['?stock[gte]=2&stock[lt]=4', ['Bell', 'Candle']],
      ['?made[gt]=2026-01-03&sort=-made', ['a+b', 'a.b']],
      ['?tags=iron', ['Anvil', 'Bell']],
      ['?tags=loud&tags=wax', ['Bell', 'Candle']],
      ['?tags[]=loud&tags[]=wax', ['Bell', 'Candle']],
      ['?tags[in]=loud,wax', ['Bell', 'Candle']],
      ['?maker.city=London', ['Anvil', 'a+b']],
      ['?maker.city=London&maker.city[in]=London,Paris', ['Anvil', 'a+b']],
      ['?maker.city[exists]=false', ['Candle', 'a.b']],
      ['?sort=-stock&size=2', ['a+b', 'a.b']],
      ['?page=2', ['a+b', 'a.b']],
    ])('finds by %s', async (query, names) => {
      expect(await namesFor(query)).toEqual(names);
    });

    test('has the page that was asked for', async () => {
      const { body } = await ask('?page=2&size=2&sort=-stock');

      expect(body).toMatchObject({ number: 2, size: 2, total: 5, pages: 3 });
      expect(body.items.map(({ stock }: { stock: number }) => stock)).toEqual([3, 2]);
    });

    test('walks by cursor', async () => {
      const first = (await ask('/by-cursor?first=2&sort=-stock')).body;
      const second = (await ask(`/by-cursor?first=2&sort=-stock&after=${first.endCursor}`)).body;
      const back = (await ask(`/by-cursor?last=2&sort=-stock&before=${second.startCursor}`)).body;

      expect(first.items.map(({ stock }: { stock: number }) => stock)).toEqual([5, 4]);
      expect(second.items.map(({ stock }: { stock: number }) => stock)).toEqual([3, 2]);
      expect(second).toMatchObject({ hasNext: true, hasPrevious: true });
      expect(back.items).toEqual(first.items);
    });

    test('answers 400 with all issues', async () => {
      const { status, body } = await ask(
        '?name[$ne]=x&stock[gt]=many&salary=1&sort=salary&page=0&size=5&made[contains]=2026',
      );

      expect(status).toBe(400);
      expect(body).toEqual({
        statusCode: 400,
        error: 'INVALID_REQUEST',
        message: 'A request for Product cannot be used',
        issues: [
          { path: 'name', code: 'operator', message: 'can be filtered by eq, contains only' },
          { path: 'salary', code: 'unknown_parameter', message: 'is unknown' },
          { path: 'stock[gt]', code: 'type', message: 'should be int32' },
          { path: 'made[contains]', code: 'operator', message: 'can be filtered by gt, gte, lt, lte only' },
          { path: 'sort', code: 'sort', message: 'can name name, made, stock only' },
          { path: 'page', code: 'min', message: 'should be at least 1' },
          { path: 'size', code: 'max', message: 'should be at most 4' },
        ],
      });
    });

    test('answers 400 to a cursor that was changed', async () => {
      expect(await ask('/by-cursor?after=abc')).toMatchObject({
        status: 400,
        body: { error: 'INVALID_CURSOR' },
      });
    });
  },
);

import { Decimal128, Double, Int32, ObjectId, UUID } from 'mongodb';
import { describe, expect, test } from 'vitest';
import { Document } from '../../../../lib/document/document.js';
import { Field, Id } from '../../../../lib/document/field.js';
import { compileFilter } from '../../../../lib/query/compile-filter.js';
import { filterFrom } from '../../../../lib/query/request/filter-from.js';
import { schemaOf } from '../../../../lib/schema/build/schema-of.js';
import { parseWithDots, queryParsers } from '../../../support/unit/query-parsers.js';
import { Sample, sampleSchema } from '../../../support/unit/unit-world.js';

@Document()
class Product {
  @Id() id!: ObjectId;
  @Field() size?: number;
  @Field() sort?: string;
}

const options = {
  filter: {
    string: ['eq', 'ne', 'in', 'nin', 'range', 'contains', 'startsWith', 'endsWith', 'exists'],
    number: ['eq', 'range', 'in'],
    int32: ['eq'],
    double: ['eq'],
    bigint: ['eq'],
    boolean: ['eq', 'in'],
    date: ['eq', 'range'],
    objectId: ['eq', 'in'],
    uuid: ['eq'],
    decimal128: ['gte'],
    array: ['eq', 'in', 'contains'],
    embedded: ['exists'],
    'embedded.street': ['eq', 'in'],
    'embedded.location.latitude': ['eq', 'gt'],
    'nested.street': ['eq'],
    'map.go': ['eq'],
    'array.0': ['eq'],
  },
  sort: ['string', 'date', 'embedded.street'],
  size: { default: 10, max: 50 },
  ignore: ['utm_source', 'search'],
} as const;
const hex = '507f1f77bcf86cd799439011';
const uuid = '1b4e28ba-2fa1-41d2-883f-0016d3cca427';
const i = { $options: 'i' };

const filterOf = (query: unknown) => compileFilter(sampleSchema, filterFrom(Sample, query, options).filter);

describe.each(queryParsers)('filterFrom with the parser of %s', (_name, parse) => {
  test.each<[query: string, filter: object]>([
    ['', {}],
    ['string=Ada', { string: { $eq: 'Ada' } }],
    ['string[eq]=Ada', { string: { $eq: 'Ada' } }],
    ['string=', { string: { $eq: '' } }],
    ['string', { string: { $eq: '' } }],
    ['string=null', { string: { $eq: 'null' } }],
    ['string=a,b', { string: { $eq: 'a,b' } }],
    ['string=a&string=b', { string: { $in: ['a', 'b'] } }],
    ['string=%24where', { string: { $eq: '$where' } }],
    ['string[ne]=Ada', { string: { $ne: 'Ada' } }],
    ['string[ne]=a&string[ne]=b', { string: { $nin: ['a', 'b'] } }],
    ['string[in]=a,b', { string: { $in: ['a', 'b'] } }],
    ['string[in]=a,b&string[in]=c', { string: { $in: ['a,b', 'c'] } }],
    ['string[in][]=a,b', { string: { $in: ['a,b'] } }],
    ['string[in][]=a&string[in][]=b', { string: { $in: ['a', 'b'] } }],
    ['string[in][0]=a&string[in][1]=b', { string: { $in: ['a', 'b'] } }],
    ['string[nin]=a', { string: { $nin: ['a'] } }],
    ['string[contains]=ad', { string: { $regex: 'ad', ...i } }],
    ['string[startsWith]=A.*', { string: { $regex: '^A\\.\\*', ...i } }],
    ['string[endsWith]=%24', { string: { $regex: '\\$(?![\\s\\S])', ...i } }],
    ['string[contains]=(a%2B)%2B%24', { string: { $regex: '\\(a\\+\\)\\+\\$', ...i } }],
    ['string[exists]=true', { string: { $exists: true } }],
    ['string[exists]=false', { string: { $exists: false } }],
    ['embedded[exists]=true', { embedded: { $exists: true } }],
    ['string[gt]=a&string[lt]=b', { string: { $gt: 'a', $lt: 'b' } }],
    ['number=1', { number: { $eq: 1 } }],
    ['number=-1.50', { number: { $eq: -1.5 } }],
    ['number=1e3', { number: { $eq: 1000 } }],
    ['number[in]=1,2', { number: { $in: [1, 2] } }],
    ['number[gte]=18&number[lt]=65', { number: { $gte: 18, $lt: 65 } }],
    ['number=3&number[gt]=1', { number: { $eq: 3, $gt: 1 } }],
    ['int32=7', { int32: { $eq: new Int32(7) } }],
    ['double=7', { double: { $eq: new Double(7) } }],
    ['bigint=9007199254740993', { bigint: { $eq: 9007199254740993n } }],
    ['boolean=true', { boolean: { $eq: true } }],
    ['boolean=true&boolean=false', { boolean: { $in: [true, false] } }],
    [`objectId=${hex}`, { objectId: { $eq: new ObjectId(hex) } }],
    [`objectId[in]=${hex},${hex}`, { objectId: { $in: [new ObjectId(hex), new ObjectId(hex)] } }],
    [`uuid=${uuid}`, { uuid: { $eq: new UUID(uuid) } }],
    ['decimal128[gte]=9.95', { decimal128: { $gte: Decimal128.fromString('9.95') } }],
    ['date=2026-01-31', { date: { $eq: new Date('2026-01-31T00:00:00.000Z') } }],
    ['date[gte]=2026-01-31T10:30', { date: { $gte: new Date('2026-01-31T10:30:00.000Z') } }],
    ['date[lt]=2026-01-31T10:30:05.25Z', { date: { $lt: new Date('2026-01-31T10:30:05.250Z') } }],
    ['date[gt]=2026-01-31T10:30:00%2B02:00', { date: { $gt: new Date('2026-01-31T08:30:00.000Z') } }],
    ['date[gt]=2026-01-31T10:30:00+02:00', { date: { $gt: new Date('2026-01-31T08:30:00.000Z') } }],
    ['date[gt]=2026-01-31T10:30:00-0530', { date: { $gt: new Date('2026-01-31T16:00:00.000Z') } }],
    ['array=a', { array: { $eq: 'a' } }],
    ['array[]=a', { array: { $eq: 'a' } }],
    ['array=a&array=b', { array: { $in: ['a', 'b'] } }],
    ['array[]=a&array[]=b', { array: { $in: ['a', 'b'] } }],
    ['array[in][]=a', { array: { $in: ['a'] } }],
    ['array[in]=a,b', { array: { $in: ['a', 'b'] } }],
    ['array[contains]=a', { array: { $regex: 'a', ...i } }],
    ['array[1]=b', { array: { $eq: 'b' } }],
    ['embedded.street=Main&embedded.street[in]=a,b', { 'embedded.s': { $eq: 'Main', $in: ['a', 'b'] } }],
    ['embedded.street[in]=a,b&embedded.street=Main', { 'embedded.s': { $in: ['a', 'b'], $eq: 'Main' } }],
    ['embedded[street]=Main', { 'embedded.s': { $eq: 'Main' } }],
    ['embedded[location][latitude][gt]=4', { 'embedded.location.latitude': { $gt: 4 } }],
    ['nested.street=Main', { 'nested.s': { $eq: 'Main' } }],
    ['map.go=4', { 'map.go': { $eq: 4 } }],
    ['map[go]=4', { 'map.go': { $eq: 4 } }],
    ['utm_source=x&search=ada&search[x]=1', {}],
  ])('reads ?%s', (query, filter) => {
    expect(filterOf(parse(query))).toEqual(filter);
  });

  test('reads lists that are longer than the parser keeps as arrays', () => {
    const letters = Array.from({ length: 30 }, (_, index) => `v${index}`);

    for (const name of ['string', 'string[]', 'string[in]', 'string[in][]'])
      expect(filterOf(parse(letters.map((each) => `${name}=${each}`).join('&')))).toEqual({
        string: { $in: letters },
      });
  });

  test.each<[query: string, sort: object]>([
    ['', {}],
    ['sort=string', { string: 'asc' }],
    ['sort=-date,string', { date: 'desc', string: 'asc' }],
    ['sort=-date&sort=embedded.street', { date: 'desc', 'embedded.street': 'asc' }],
    ['sort[]=string&sort[]=-date', { string: 'asc', date: 'desc' }],
  ])('reads the sort of ?%s', (query, sort) => {
    const read = filterFrom(Sample, parse(query), options).sort;

    expect(Object.entries(read)).toEqual(Object.entries(sort));
  });

  test.each<[query: string, page: object]>([
    ['', { number: 1, size: 10 }],
    ['page=2', { number: 2, size: 10 }],
    ['size=50', { number: 1, size: 50 }],
    ['page=3&size=5', { number: 3, size: 5 }],
  ])('reads the page of ?%s', (query, page) => {
    expect(filterFrom(Sample, parse(query), options).page).toEqual(page);
  });

  test.each<[query: string, page: object]>([
    ['', { first: 10 }],
    ['first=5', { first: 5 }],
    ['after=abc', { first: 10, after: 'abc' }],
    ['first=5&after=abc', { first: 5, after: 'abc' }],
    ['last=5', { last: 5 }],
    ['last=5&before=abc', { last: 5, before: 'abc' }],
    ['before=abc', { last: 10, before: 'abc' }],
  ])('reads the page by cursor of ?%s', (query, page) => {
    expect(filterFrom(Sample, parse(query), { ...options, page: 'cursor' }).page).toEqual(page);
  });
});

describe('filterFrom', () => {
  test('reads dots that the parser has made objects of', () => {
    const query = parseWithDots('embedded.location.latitude[gt]=4&embedded.street=a&number=1');

    expect(filterOf(query)).toEqual({
      'embedded.location.latitude': { $gt: 4 },
      'embedded.s': { $eq: 'a' },
      number: { $eq: 1 },
    });
  });

  test('reads numbers and booleans that a framework has converted', () => {
    const query = { number: 1, boolean: true, string: 5 };

    expect(filterOf(query)).toEqual({ number: { $eq: 1 }, boolean: { $eq: true }, string: { $eq: '5' } });
    expect(filterFrom(Sample, { page: 2, size: 5 }, options).page).toEqual({ number: 2, size: 5 });
  });

  test.each(queryParsers)('compares fields that have the name of a parameter by [eq], %s', (_name, parse) => {
    const query = parse('size=10&size[eq]=4&sort[in]=a,b');
    const { filter, sort, page } = filterFrom(Product, query, { filter: { size: ['eq'], sort: ['in'] } });

    expect(compileFilter(schemaOf(Product), filter)).toEqual({ size: { $eq: 4 }, sort: { $in: ['a', 'b'] } });
    expect([sort, page]).toEqual([{}, { number: 1, size: 10 }]);
  });

  test('sorts as the program says where the request does not', () => {
    const sorted = { ...options, defaultSort: { date: 'desc', id: 'asc' } } as const;

    expect(filterFrom(Sample, {}, sorted).sort).toEqual({ date: 'desc', id: 'asc' });
    expect(filterFrom(Sample, { sort: 'string' }, sorted).sort).toEqual({ string: 'asc' });
  });

  test('has pages of 20 and at most 100 documents by default, and no other parameters', () => {
    expect(filterFrom(Sample, {}, {}).page).toEqual({ number: 1, size: 20 });
    expect(filterFrom(Sample, { size: '100' }, {}).page).toEqual({ number: 1, size: 100 });
    expect(filterFrom(Sample, {}, { size: { max: 5 } }).page).toEqual({ number: 1, size: 5 });
    expect(() => filterFrom(Sample, { string: 'a' }, {})).toThrow('string is unknown');
  });

  test('minds case where the program says so', () => {
    const { filter } = filterFrom(
      Sample,
      { string: { startsWith: 'A' } },
      { filter: { string: ['startsWith'] }, ignoreCase: false },
    );

    expect(compileFilter(sampleSchema, filter)).toEqual({ string: { $regex: '^A' } });
  });
});

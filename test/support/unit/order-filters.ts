import { BSON, ObjectId } from 'mongodb';
import {
  Document,
  EmbeddedDocument,
  Field,
  GeoPoint,
  GeoPolygon,
  Id,
  InvalidFilterError,
  mapOf,
} from 'nestjs-documents';
import { compileFilter } from '../../../lib/query/compile-filter.js';
import type { FilterOptions } from '../../../lib/query/compile-filter.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';

@EmbeddedDocument()
export class Line {
  @Field({ key: 's' }) sku!: string;
  @Field({ key: 'n' }) count!: number;
  @Field(() => [String], { key: 'c' }) colours: string[] = [];
}

@Document({ collection: 'orders' })
export class Order {
  @Id() id!: ObjectId;
  @Field({ key: 'nm' }) name!: string;
  @Field({ key: 'a' }) age?: number;
  @Field() born?: Date;
  @Field() isOpen?: boolean;
  @Field(() => BigInt) large?: bigint;
  @Field(() => Buffer) bytes?: Buffer;
  @Field(() => [String], { key: 't' }) tags: string[] = [];
  @Field(() => [Number]) scores: number[] = [];
  @Field(() => [Line], { key: 'l' }) lines: Line[] = [];
  @Field(() => mapOf(Number), { key: 'm' }) stock = new Map<string, number>();
  @Field({ key: 'p' }) place?: GeoPoint;
  @Field({ key: 'ar' }) area?: GeoPolygon;
  @Field(() => 'any') extra?: unknown;
}

const schema = schemaOf(Order);
export const id = new ObjectId('64b000000000000000000001');
/** Compiles a filter, and reads it as the server does. */
export const compile = (filter: unknown, options?: FilterOptions): unknown =>
  BSON.deserialize(BSON.serialize(compileFilter(schema, filter, options)), {
    useBigInt64: true,
    promoteBuffers: true,
  });
/** Gives the path and the reason of the error, or `no error`. */
export const reasonOf = (filter: unknown, options?: FilterOptions): string => {
  try {
    compileFilter(schema, filter, options);
    return 'no error';
  } catch (error) {
    if (!(error instanceof InvalidFilterError)) throw error;
    return `${error.path}: ${error.reason}`;
  }
};
export const point = new GeoPoint([16.4, 48.2]);
export const square = new GeoPolygon([
  [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 0],
  ],
]);

import { Binary, Decimal128, Double, Int32, ObjectId, UUID } from 'mongodb';
import { Document, EmbeddedDocument } from '../../../lib/document/document.js';
import { Field, Id } from '../../../lib/document/field.js';
import { Undeclared } from '../../../lib/document/undeclared.js';
import { DocumentRegistry } from '../../../lib/schema/document-registry.js';
import type { RootSchema } from '../../../lib/schema/document-schema.js';
import { schemaOf } from '../../../lib/schema/build/schema-of.js';
import { mapOf } from '../../../lib/schema/declare/type-declaration.js';
import type { Circular } from '../../../lib/schema/declare/type-declaration.js';

@EmbeddedDocument()
export class Location {
  @Field() latitude?: number;
  @Field() longitude?: number;
}
@EmbeddedDocument()
export class Address {
  @Field({ required: true, key: 's' }) street!: string;
  @Field({ default: 'SE' }) country?: string;
  @Field() location?: Location;
}

/** Holds itself, and others that hold it. */
@EmbeddedDocument()
export class Node {
  @Field({ required: true }) label!: string;
  @Field(() => Node) left?: Circular<Node>;
  @Field(() => Node) right?: Circular<Node>;
  @Field(() => [Node]) children?: Node[];
  @Field(() => mapOf(Node)) named?: Map<string, Node>;
}

/** One field of every kind. */
@Document()
export class Sample {
  @Id() id!: ObjectId;
  @Field(() => String) string?: string | null;
  @Field() number?: number;
  @Field(() => Int32) int32?: number;
  @Field(() => Double) double?: number;
  @Field() bigint?: bigint;
  @Field() boolean?: boolean;
  @Field() date?: Date;
  @Field() objectId?: ObjectId;
  @Field() binary?: Binary;
  @Field() buffer?: Buffer;
  @Field() uuid?: UUID;
  @Field() decimal128?: Decimal128;
  @Field(() => 'any') any?: unknown;
  @Field(() => [String]) array?: string[];
  @Field(() => mapOf(Number)) map?: Map<string, number>;
  @Field() embedded?: Address;
  @Field(() => Node) node?: Node;
  @Field(() => [[Address]]) nested?: Address[][];
  @Field(() => mapOf([Address])) places?: Map<string, Address[]>;
}
export const sampleSchema = schemaOf(Sample);

@Document()
export class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field(() => Number, { key: 'a' }) age?: number | null;
  @Field(() => [String]) tags: string[] = [];
  @Field(() => Address) address?: Address | null;
  @Field(() => [Address]) others?: Address[];
  @Field(() => mapOf(Number)) scores?: Map<string, number>;
  @Field(() => mapOf(Address)) places?: Map<string, Address>;
  @Field(() => 'any') extra?: unknown;
  @Field({ default: 'new' }) status?: string;
}
export const personSchema = schemaOf(Person);

@Document()
export class Student extends Person {
  @Field() school?: string;
}
export const studentSchema = schemaOf(Student);

/** Shows what is stored besides its fields. */
@Document()
export class Parcel {
  @Id() id!: ObjectId;
  @Field() name?: string;
  @Undeclared() attributes = new Map<string, unknown>();
}
export const parcelSchema = schemaOf(Parcel);

/** Refuses what is stored besides its fields. */
@Document({ strict: true })
export class Ticket {
  @Id() id!: ObjectId;
  @Field() seat?: string;
}
export const ticketSchema = schemaOf(Ticket);

const families = new Map<RootSchema, readonly RootSchema[]>();

/** The schema of a class and those of the classes that extend it. */
export function familyOf(schema: RootSchema): readonly RootSchema[] {
  const registry = new DocumentRegistry();
  const family = families.get(schema) ?? registry.family(registry.register(schema.documentClass));
  families.set(schema, family);
  return family;
}

import { Binary, Decimal128, Double, Int32, ObjectId, UUID } from 'mongodb';
import { Document, EmbeddedDocument, Field, Id, mapOf, Undeclared } from 'nestjs-documents';
import type { Circular } from 'nestjs-documents';

@EmbeddedDocument()
export class Part {
  @Field({ key: 'l', required: true, minLength: 1, maxLength: 3 }) label!: string;
  @Field() weight?: number;
}

@EmbeddedDocument({ strict: true })
export class SealedPart {
  @Field() weight?: number;
}

/** Every kind of values and every constraint that JSON Schema can say. */
@Document({ collection: 'things', validation: true })
export class Thing {
  @Id() id!: ObjectId;
  @Field({ key: 'n', required: true, minLength: 1, maxLength: 3 }) name!: string;
  @Field({ pattern: /^[a-c]+$/i }) code?: string;
  @Field({ pattern: /^.{2,3}$/u }) mark?: string;
  @Field({ choices: ['a', 'b'] }) grade?: string;
  @Field({ required: true, choices: [1, 2.5] }) level!: number;
  @Field({ min: -1, max: 10 }) number?: number;
  @Field(() => Int32, { min: 0 }) int32?: number;
  @Field(() => Double, { max: 0.5 }) double?: number;
  @Field({ min: 2n, max: 9_007_199_254_740_993n }) bigint?: bigint;
  @Field({ required: true }) isOpen!: boolean;
  @Field() date?: Date;
  @Field({ choices: [new Date('2030-01-01')] }) day?: Date;
  @Field() objectId?: ObjectId;
  @Field({ choices: [Buffer.from('abc')] }) buffer?: Buffer;
  @Field({ choices: [new UUID('3b241101-e2bb-4255-8caf-4136c566a962')] }) uuid?: UUID;
  @Field() decimal128?: Decimal128;
  @Field(() => 'any', { required: true }) any!: unknown;
  @Field(() => 'any', { choices: ['a', 1, true] }) one?: unknown;
  @Field(() => [String], { minLength: 1, maxLength: 2, each: { maxLength: 2 } }) tags?: (string | null)[];
  @Field(() => mapOf([Number]), { maxLength: 2, each: { minLength: 1, each: { min: 0 } } })
  scores?: Map<string, number[]>;
  @Field(() => Part) part?: Part;
  @Field(() => SealedPart, { required: true }) sealed!: SealedPart;
  @Field(() => [Part]) parts?: (Part | null)[];
  @Field(() => mapOf(Part)) named?: Map<string, Part>;
}

@EmbeddedDocument()
export class Tree {
  @Field({ required: true, maxLength: 2 }) label!: string;
  @Field(() => [Tree], { maxLength: 2 }) branches?: Circular<Tree>[];
}

/** Rules that JSON Schema cannot express, beside those it can. */
@Document({ collection: 'others', validation: { level: 'strict' } })
export class Other {
  @Id() id!: string;
  @Field({ required: true, min: new Date('2020-01-01') }) since!: Date;
  @Field({ maxLength: 3 }) buffer?: Buffer;
  @Field({ choices: [new Binary(Buffer.from('a'), 5)] }) binary?: Binary;
  @Field({ choices: [Decimal128.fromString('1.0'), Decimal128.fromString('1.00')] }) price?: Decimal128;
  @Field({ pattern: /^..$/ }) pair?: string;
  @Field(() => 'any', { choices: [1, 1n, 2] }) one?: unknown;
  @Field({ max: 10n ** 30n }) most?: number;
  @Field({ validate: (value: unknown) => value !== 'no' }) word?: string;
  @Field(() => Tree) tree?: Tree;
  @Undeclared() undeclared = new Map<string, unknown>();
}

@Document({ collection: 'vehicles', validation: { level: 'strict', action: 'error' } })
export class Vehicle {
  @Id() id!: number;
  @Field({ required: true, minLength: 2 }) plate!: string;
}

@Document({ strict: true })
export class Truck extends Vehicle {
  @Field({ required: true, min: 1 }) load!: number;
}

@Document({ discriminator: { value: 'bus' } })
export class Bus extends Vehicle {
  @Field(() => [String]) stops?: string[];
}

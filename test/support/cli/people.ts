import { Injectable, Module } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import {
  CreatedAt,
  Document,
  DocumentsModule,
  EmbeddedDocument,
  Field,
  Id,
  Index,
  OnCommit,
  OnPostSave,
  OnPreSave,
  mapOf,
  Unique,
  Version,
} from 'nestjs-documents';

@EmbeddedDocument()
export class Address {
  @Field({ required: true }) city!: string;
  @Field({ key: 'zip' }) postcode?: string;
}

@Document({ collection: 'people' })
@Index({ name: 1, createdAt: -1 })
export class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field({ key: 'mail', immutable: true }) @Unique() email?: string;
  @Field(() => [String], { default: () => [] }) tags!: string[];
  @Field(() => [Address]) addresses?: Address[];
  @Field(() => mapOf(Address)) places?: Map<string, Address>;
  @Version() version!: number;
  @CreatedAt() createdAt!: Date;
}

@Document()
@Index({ since: 1 })
export class Member extends Person {
  @Field({ select: false }) since?: Date;
}

@Injectable()
export class PersonListener {
  @OnPreSave(Person, { order: 5 })
  second(): void {}

  @OnPreSave(Person)
  first(): void {}

  @OnPostSave(Member, { phase: 'afterCommit', once: true })
  welcome(): void {}

  @OnCommit()
  committed(): void {}
}

@Module({ imports: [DocumentsModule.forFeature([Person])], providers: [PersonListener] })
export class PeopleModule {}

import { Injectable, Module } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { Document, DocumentsModule, Field, Id } from 'nestjs-documents';
import { databaseUri } from '../server.js';

@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field({ required: true }) name!: string;
  @Field() note?: string;
}

@Injectable()
export class Greeting {
  readonly text = 'hello';
}

/** Exports nothing: seeds find its providers all the same. */
@Module({
  imports: [DocumentsModule.forFeature([Person])],
  providers: [Greeting, { provide: 'suffix', useValue: '!' }],
})
export class PeopleModule {}

const { SEEDED_URI: uri = databaseUri() } = process.env;

@Module({ imports: [DocumentsModule.forRoot({ uri }), PeopleModule] })
export class AppModule {}

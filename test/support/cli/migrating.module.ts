import { Module } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { Document, DocumentsModule, Field, Id } from 'nestjs-documents';
import { MigrationsModule } from 'nestjs-documents/migrations';

const { MONGODB_URI: uri = '', MIGRATIONS: directory = '' } = process.env;

@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() status?: string;
}

/** Its migrations would run when it starts, but not under the command line. */
@Module({
  imports: [
    DocumentsModule.forRoot({ uri }),
    DocumentsModule.forFeature([Person]),
    MigrationsModule.forRoot({ directory, runAtStart: true }),
  ],
})
export class AppModule {}

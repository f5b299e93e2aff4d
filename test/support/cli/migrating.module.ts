import { Module } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { Document, DocumentsModule, Field, Id } from 'nestjs-documents';
import { MigrationsModule } from 'nestjs-documents/migrations';

const { MONGODB_URI: uri = '', MIGRATIONS: directory = '', ARCHIVE } = process.env;

@Document({ collection: 'people' })
export class Person {
  @Id() id!: ObjectId;
  @Field() name!: string;
  @Field() status?: string;
}

class Failing {
  up(): void {
    throw new Error('The archive is full');
  }
}

/** Its migrations would run when it starts, but not under the command line. */
@Module({
  imports: [
    DocumentsModule.forRoot({ uri }),
    DocumentsModule.forFeature([Person]),
    MigrationsModule.forRoot({ directory, runAtStart: true }),
    ...(ARCHIVE === undefined
      ? []
      : [
          DocumentsModule.forRoot({ uri: ARCHIVE, connection: 'archive' }),
          MigrationsModule.forRoot({ migrations: { '1-archive': Failing }, connection: 'archive' }),
        ]),
  ],
})
export class AppModule {}

/**
 * Migrates the collection `numbers` and prints what it did: `node migrate.ts 500 transactional 7` in batches of 500, each in a transaction, and
 * dies in the middle of the seventh, of which it has written a half; `plain` without transactions; `note` only notes the batches.
 */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  Document,
  DocumentsModule,
  Field,
  Id,
  inc,
  InjectConnection,
  InjectRepository,
  oneOf,
} from 'nestjs-documents';
import type { Connection, DocumentRepository } from 'nestjs-documents';
import { Migrations, MigrationsModule } from 'nestjs-documents/migrations';
import type { Migration, MigrationContext } from 'nestjs-documents/migrations';

const { MONGODB_URI: uri = '' } = process.env;
const [, , size = '1000', mode = 'plain', fatal = '0'] = process.argv;

@Document({ collection: 'numbers' })
class NumberDocument {
  @Id(() => Number) id!: number;
  @Field() visits?: number;
  @Field() text?: string;
}

let batches = 0;

class Visit implements Migration {
  constructor(
    @InjectRepository(NumberDocument) private readonly numbers: DocumentRepository<NumberDocument>,
    @InjectConnection() private readonly connection: Connection,
  ) {
    // So that the transaction of a dead process can be ended.
    connection.client.on('commandStarted', ({ command }) => {
      if (command['autocommit'] === false) console.log(`session ${command['lsid'].id.toString('hex')}`);
    });
  }

  async up(context: MigrationContext): Promise<void> {
    const transactional = mode === 'transactional';
    await context.eachBatch(this.numbers.find(), { size: Number(size), transactional }, (documents) =>
      this.visit(documents.map(({ id }) => id)),
    );
  }

  private async visit(ids: number[]): Promise<void> {
    if (mode === 'note') {
      batches++;
      await this.connection.db.collection('notes').insertOne({ first: ids[0], count: ids.length });
      return;
    }
    const isFatal = ++batches === Number(fatal);
    const written = isFatal ? ids.slice(0, ids.length / 2) : ids;
    await this.numbers.updateMany({ id: oneOf(written) }, { visits: inc(1) });
    if (isFatal) process.kill(process.pid, 'SIGKILL');
  }
}

@Module({
  imports: [
    DocumentsModule.forRoot({ uri, clientOptions: { monitorCommands: true } }),
    DocumentsModule.forFeature([NumberDocument]),
    MigrationsModule.forRoot({ migrations: { visit: Visit } }),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, {
  logger: ['warn', 'error'],
  abortOnError: false,
});
const report = await app.get(Migrations).up();
console.log(`ran ${report.migrations.map(({ id }) => id).join(', ') || 'nothing'} in ${batches} batches`);
await app.close();

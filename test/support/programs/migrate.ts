/**
 * Migrates the collection `numbers` and prints what it did: `node migrate.ts 500 7` in batches of 500, and dies in the middle of the seventh,
 * of which it has written a part. `stops` instead of a number: waits there until it is killed.
 */
import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Document, DocumentsModule, Field, getRepositoryToken, Id, inc, oneOf } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import { Migrations, MigrationsModule } from 'nestjs-documents/migrations';
import type { Migration, MigrationContext } from 'nestjs-documents/migrations';

const { MONGODB_URI: uri = '', MIGRATE_LEASE: lease = '60s' } = process.env;
const [, , size = '1000', fatal = '0'] = process.argv;

@Document({ collection: 'numbers' })
class NumberDocument {
  @Id(() => Number) id!: number;
  @Field() visits?: number;
}

let batches = 0;
let largest = 0;

class Visit implements Migration {
  async up(context: MigrationContext): Promise<void> {
    const numbers = app.get<DocumentRepository<NumberDocument>>(getRepositoryToken(NumberDocument));
    await context.eachBatch(
      numbers.find(),
      { size: Number(size), transactional: true },
      async (documents) => {
        batches++;
        largest = Math.max(largest, process.memoryUsage().heapUsed);
        const ids = documents.map(({ id }) => id);
        const isFatal = batches === Number(fatal);
        const written = isFatal ? ids.slice(0, ids.length / 2) : ids;
        await numbers.updateMany({ id: oneOf(written) }, { visits: inc(1) });
        if (isFatal) process.kill(process.pid, 'SIGKILL');
        if (fatal === 'stops') {
          console.log('stopped');
          await new Promise((resolve) => setTimeout(resolve, 60_000));
        }
      },
    );
  }
}

@Module({
  imports: [
    DocumentsModule.forRoot({ uri }),
    DocumentsModule.forFeature([NumberDocument]),
    MigrationsModule.forRoot({ migrations: { visit: Visit }, lease: lease as '60s' }),
  ],
})
class AppModule {}

const app = await NestFactory.createApplicationContext(AppModule, {
  logger: ['warn', 'error'],
  abortOnError: false,
});
console.log('ready');
const report = await app.get(Migrations).up();
console.log(`ran ${report.migrations.map(({ id }) => id).join(', ') || 'nothing'} in ${batches} batches`);
console.log(`heap ${Math.round(largest / 1024 / 1024)} MB`);
await app.close();

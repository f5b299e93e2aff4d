import type { Migration, MigrationContext } from 'nestjs-documents/migrations';

/** The only export that is a migration. */
export class Note implements Migration {
  async up({ connection, id }: MigrationContext): Promise<void> {
    await connection.db.collection('notes').insertOne({ note: id });
  }

  async down({ connection, id }: MigrationContext): Promise<void> {
    await connection.db.collection('notes').deleteOne({ note: id });
  }
}

export const unrelated = 1;

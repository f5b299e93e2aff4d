import { exists, InjectRepository } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import type { Migration, MigrationContext } from 'nestjs-documents/migrations';
import { Person } from '../migrating.module.js';

export default class AddStatus implements Migration {
  constructor(@InjectRepository(Person) private readonly people: DocumentRepository<Person>) {}

  async up(context: MigrationContext): Promise<void> {
    await context.eachBatch(this.people.find({ status: exists(false) }), { size: 2 }, async (people) => {
      for (const person of people) person.status = 'new';
      await this.people.saveMany(people);
    });
  }

  async down(): Promise<void> {
    await this.people.updateMany({ status: 'new' }, { name: 'reverted' });
  }
}

import { InjectRepository } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import type { Migration } from 'nestjs-documents/migrations';
import { Person } from '../migrations-app.js';

export default class AddStatus implements Migration {
  constructor(@InjectRepository(Person) private readonly people: DocumentRepository<Person>) {}

  async up(): Promise<void> {
    await this.people.updateMany({ name: 'Ada' }, { status: 'active' });
  }
}

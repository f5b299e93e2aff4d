import { Inject, Injectable, Logger, Optional } from '@nestjs/common';
import { InjectRepository } from 'nestjs-documents';
import type { DocumentRepository } from 'nestjs-documents';
import type { Seed, SeedContext } from 'nestjs-documents/seeds';
import { people } from '../factories.js';
import { Greeting, Person } from '../seeded-app.js';

@Injectable()
export default class PeopleSeed implements Seed {
  @Inject('suffix') private readonly suffix!: string;

  constructor(
    @InjectRepository(Person) private readonly repository: DocumentRepository<Person>,
    private readonly greeting: Greeting,
    private readonly logger: Logger,
    @Optional() @Inject('missing') private readonly missing?: string,
  ) {}

  async run({ id }: SeedContext): Promise<void> {
    await this.repository.deleteMany({}, { allowAll: true });
    const note = `${this.greeting.text}${this.suffix} of ${id}, ${String(this.missing)}`;
    await people.with(this.repository).createMany(2, { note });
    this.logger.warn('two people');
  }
}

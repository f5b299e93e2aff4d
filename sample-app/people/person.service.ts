import { Injectable } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { and, DocumentRepository, InjectRepository, oneOf } from 'nestjs-documents';
import type { Context, CreateValues, NumberedPage, RequestQuery } from 'nestjs-documents';
import { SearchIndex } from '../search/search-index.js';
import { Person } from './person.js';

@Injectable()
export class PersonService {
  constructor(
    @InjectRepository(Person) private readonly people: DocumentRepository<Person>,
    private readonly index: SearchIndex,
  ) {}

  async create(values: CreateValues<Person>, context: Context): Promise<Person> {
    return this.people.create(values, { context });
  }

  async list(
    { filter, sort, page }: RequestQuery<Person>,
    search: string | undefined,
  ): Promise<NumberedPage<Person>> {
    const ids = search === undefined ? undefined : await this.index.find(search);
    return this.people
      .find(ids ? and(filter, { id: oneOf(ids) }) : filter)
      .sort(sort)
      .page(page);
  }

  get(id: ObjectId): Promise<Person> {
    return this.people.getById(id);
  }

  async rename(id: ObjectId, name: string, context: Context): Promise<Person> {
    const person = await this.people.getById(id, { context });
    person.name = name;
    return this.people.save(person, { context });
  }

  async delete(id: ObjectId, context: Context): Promise<void> {
    const person = await this.people.getById(id, { context });
    await this.people.delete(person, { context });
  }
}

import { Injectable, Logger } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { DocumentRepository, inc, InjectRepository, oneOf, OnPostDelete, OnPostSave } from 'nestjs-documents';
import type { PostDelete, PostSave } from 'nestjs-documents';
import { Person } from '../people/person.js';
import { SearchEntry } from './search-entry.js';

/** Updates itself when people change: a method of any provider may listen. Its errors are logged and do not fail the request. */
@Injectable()
export class SearchIndex {
  private readonly logger = new Logger(SearchIndex.name);

  constructor(@InjectRepository(SearchEntry) private readonly entries: DocumentRepository<SearchEntry>) {}

  @OnPostSave(Person, { onError: 'log' })
  async add({ document, changes }: PostSave<Person>) {
    if (!changes.has('name')) return;
    const { id, name } = document;
    const entry = (await this.entries.findById(id)) ?? this.entries.build({ id });
    entry.words = wordsOf(name);
    await this.entries.save(entry);
    this.logger.log(`indexed ${entry.words.join(', ')}`);
  }

  @OnPostDelete(Person, { onError: 'log' })
  async remove({ document }: PostDelete<Person>) {
    await this.entries.deleteMany({ id: document.id });
    this.logger.log('removed the words');
  }

  /** Finds the ids of people whose names contain all words of a text, and counts a hit of each. */
  async find(text: string): Promise<ObjectId[]> {
    const [first, ...others] = wordsOf(text);
    if (first === undefined) return [];
    const entries = await this.entries.find({ words: first }).toArray();
    const found = entries.filter(({ words }) => others.every((word) => words.includes(word)));
    const ids = found.map(({ id }) => id);
    await this.entries.updateMany({ id: oneOf(ids) }, { hits: inc(1) });
    return ids;
  }
}

function wordsOf(text: unknown): string[] {
  return [
    ...new Set(
      String(text)
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu),
    ),
  ];
}

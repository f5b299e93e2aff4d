import { Injectable, Logger } from '@nestjs/common';
import { DocumentRepository, InjectRepository, OnPostWrite } from 'nestjs-documents';
import type { PostWrite } from 'nestjs-documents';
import { Account } from '../accounts/account.js';
import { Person } from '../people/person.js';

export interface Statistics {
  readonly people: number;
  readonly accounts: number;
}

/** Counts once, and keeps the numbers until anything that they count is written: one listener for every way to write. */
@Injectable()
export class StatisticsService {
  private readonly logger = new Logger(StatisticsService.name);
  private kept: Promise<Statistics> | undefined;

  constructor(
    @InjectRepository(Person) private readonly people: DocumentRepository<Person>,
    @InjectRepository(Account) private readonly accounts: DocumentRepository<Account>,
  ) {}

  async get(): Promise<Statistics> {
    try {
      return await (this.kept ??= this.count());
    } catch (error) {
      this.kept = undefined;
      throw error;
    }
  }

  /** After the commit: whoever counts before would keep numbers from before the transaction. */
  @OnPostWrite([Person, Account], { phase: 'afterCommit' })
  clear({ writes }: PostWrite<Person | Account>) {
    if (this.kept === undefined) return;
    this.kept = undefined;
    this.logger.log(`cleared, after ${writes.map(({ kind }) => kind).join(', ')}`);
  }

  private async count(): Promise<Statistics> {
    const [people, accounts] = await Promise.all([this.people.count(), this.accounts.count()]);
    return { people, accounts };
  }
}

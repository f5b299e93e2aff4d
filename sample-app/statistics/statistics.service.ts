import { Injectable, Logger } from '@nestjs/common';
import { DocumentRepository, exists, InjectRepository, OnPostWrite } from 'nestjs-documents';
import type { PostWrite } from 'nestjs-documents';
import { Account } from '../accounts/account.js';
import { Person } from '../people/person.js';
import { Notification } from '../transfers/notification.js';

export interface Statistics {
  readonly people: number;
  readonly accounts: number;
  /** Notifications that nobody has read. */
  readonly unread: number;
}

/** Counts once, and keeps the numbers until anything that they count is written: one listener for every way to write. */
@Injectable()
export class StatisticsService {
  private readonly logger = new Logger(StatisticsService.name);
  private kept: Promise<Statistics> | undefined;

  constructor(
    @InjectRepository(Person) private readonly people: DocumentRepository<Person>,
    @InjectRepository(Account) private readonly accounts: DocumentRepository<Account>,
    @InjectRepository(Notification) private readonly notifications: DocumentRepository<Notification>,
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
  @OnPostWrite([Person, Account, Notification], { phase: 'afterCommit' })
  clear({ writes }: PostWrite<Person | Account | Notification>) {
    if (this.kept === undefined) return;
    this.kept = undefined;
    this.logger.log(`cleared, after ${writes.map(({ kind }) => kind).join(', ')}`);
  }

  private async count(): Promise<Statistics> {
    const [people, accounts, unread] = await Promise.all([
      this.people.count(),
      this.accounts.count(),
      this.notifications.count({ readAt: exists(false) }),
    ]);
    return { people, accounts, unread };
  }
}

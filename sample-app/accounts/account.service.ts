import { Injectable } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { DocumentRepository, InjectRepository } from 'nestjs-documents';
import { Account } from './account.js';

/** Values that a request may give for a new account. */
export type NewAccount = Partial<Pick<Account, 'owner' | 'balance'>>;

@Injectable()
export class AccountService {
  constructor(@InjectRepository(Account) private readonly accounts: DocumentRepository<Account>) {}

  async open({ owner, balance }: NewAccount): Promise<Account> {
    return this.accounts.create({ owner, balance });
  }

  get(id: ObjectId): Promise<Account> {
    return this.accounts.getById(id);
  }

  /** Adds an amount, which may be negative. */
  async add(id: ObjectId, amount: number): Promise<void> {
    const account = await this.accounts.getById(id);
    account.balance += amount;
    await this.accounts.save(account);
  }
}

import { Injectable } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { DocumentRepository, InjectRepository } from 'nestjs-documents';
import { Account } from './account.js';

/** Values that a request may give for a new account. */
export type NewAccount = Partial<Pick<Account, 'owner' | 'balance'>>;

export interface Payment {
  readonly amount: number;
  readonly to: string | undefined;
}

@Injectable()
export class AccountService {
  constructor(@InjectRepository(Account) private readonly accounts: DocumentRepository<Account>) {}

  async open({ owner, balance }: NewAccount): Promise<Account> {
    return this.accounts.create({ owner, balance });
  }

  get(id: ObjectId): Promise<Account> {
    return this.accounts.getById(id);
  }

  /** The amounts that an account has paid, and to whom. */
  async payments(id: ObjectId): Promise<readonly Payment[]> {
    const { payments } = await this.accounts.find({ id }).populate('payments.recipient').getFirst();
    return payments.map(({ amount, recipient }) => ({ amount, to: recipient?.owner }));
  }

  /** Adds an amount, which may be negative. */
  async add(id: ObjectId, amount: number): Promise<void> {
    const account = await this.accounts.getById(id);
    account.balance += amount;
    await this.accounts.save(account);
  }
}

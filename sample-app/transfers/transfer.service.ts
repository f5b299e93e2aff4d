import { BadRequestException, Injectable } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { DocumentRepository, InjectRepository, Transactional } from 'nestjs-documents';
import type { Context } from 'nestjs-documents';
import { AccountService } from '../accounts/account.service.js';
import { Transfer } from './transfer.js';

/** A line of a list of transfers. Who has closed the account is not named. */
export interface TransferLine extends Pick<Transfer, 'id' | 'amount' | 'at'> {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

@Injectable()
export class TransferService {
  constructor(
    @InjectRepository(Transfer) private readonly transfers: DocumentRepository<Transfer>,
    private readonly accounts: AccountService,
  ) {}

  /** The last ones, with the owners of both accounts. One command reads the transfers, and at most one for each path the accounts. */
  async latest(): Promise<readonly TransferLine[]> {
    const found = await this.transfers
      .find()
      .sort({ at: 'desc', id: 'desc' })
      .limit(20)
      .populate('sender', 'recipient')
      .toArray();
    return found.map(({ id, amount, at, sender, recipient }) => ({
      ...{ id, amount, at },
      ...{ from: sender?.owner, to: recipient?.owner },
    }));
  }

  /**
   * Three writes that are committed together. Where another transfer writes to the same account at the same time, the method is called
   * again: it loads what it changes, so it finds what the other one has left.
   */
  @Transactional()
  async transfer(from: ObjectId, to: ObjectId, amount: number, context: Context): Promise<Transfer> {
    if (from.equals(to)) throw new BadRequestException('The accounts are the same');
    const transfer = await this.transfers.create({ from, to, amount }, { context });
    await this.accounts.add(to, amount);
    await this.accounts.add(from, -amount);
    return transfer;
  }
}

import { Injectable, Logger, UnprocessableEntityException } from '@nestjs/common';
import { OnPreSavePostValidation } from 'nestjs-documents';
import type { PreSavePostValidation } from 'nestjs-documents';
import { Account } from './account.js';

/** Refuses debts, whoever saves the account. In a transaction this veto rolls back the earlier writes. */
@Injectable()
export class AccountListener {
  private readonly logger = new Logger(AccountListener.name);

  @OnPreSavePostValidation(Account)
  refuseDebt({ document }: PreSavePostValidation<Account>) {
    if (document.balance >= 0) return;
    this.logger.log('refused a balance below 0');
    throw new UnprocessableEntityException('The balance is not sufficient');
  }
}

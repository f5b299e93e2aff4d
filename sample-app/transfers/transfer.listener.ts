import { Injectable, Logger } from '@nestjs/common';
import { DocumentRepository, InjectRepository, OnPostSave } from 'nestjs-documents';
import type { PostSave } from 'nestjs-documents';
import { Notification } from './notification.js';
import { Transfer } from './transfer.js';

/** Notifies owners of committed transfers only, once each, however often the transaction was attempted. */
@Injectable()
export class TransferListener {
  private readonly logger = new Logger(TransferListener.name);

  constructor(
    @InjectRepository(Notification) private readonly notifications: DocumentRepository<Notification>,
  ) {}

  @OnPostSave(Transfer, { phase: 'afterCommit' })
  async notify({ document, context }: PostSave<Transfer>) {
    const user = typeof context['user'] === 'string' ? context['user'] : 'unknown';
    const text = `You have received ${document.amount}`;
    await this.notifications.create({ account: document.to, text, user });
    this.logger.log(`after the commit: "${text}"`);
  }

  @OnPostSave(Transfer, { phase: 'notApplied' })
  regret({ document }: PostSave<Transfer>) {
    this.logger.log(`after the rollback: ${document.amount} stay where they are`);
  }
}

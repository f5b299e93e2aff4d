import { Injectable } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { DocumentRepository, exists, InjectRepository, now } from 'nestjs-documents';
import type { Context } from 'nestjs-documents';
import { Notification } from './notification.js';

@Injectable()
export class NotificationService {
  constructor(
    @InjectRepository(Notification) private readonly notifications: DocumentRepository<Notification>,
  ) {}

  /** Marks all that the owner of an account has not read, by one command. @returns how many */
  async markRead(account: ObjectId, context: Context): Promise<number> {
    const unread = { account, readAt: exists(false) };
    const { modifiedCount } = await this.notifications.updateMany(unread, { readAt: now() }, { context });
    return modifiedCount;
  }
}

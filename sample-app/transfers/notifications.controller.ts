import { Body, Controller, Headers, HttpCode, Post } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { ParseIdPipe } from 'nestjs-documents/http';
import { Account } from '../accounts/account.js';
import { NotificationService } from './notification.service.js';

@Controller('notifications')
export class NotificationsController {
  constructor(private readonly notifications: NotificationService) {}

  /** `{ "account": "64b7…" }`. */
  @Post('read')
  @HttpCode(200)
  async markRead(@Body('account', ParseIdPipe(Account)) account: ObjectId, @Headers('x-user') user?: string) {
    return { read: await this.notifications.markRead(account, { user }) };
  }
}

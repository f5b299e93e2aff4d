import { Body, Controller, Get, Headers, Post } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { ParseIdPipe } from 'nestjs-documents/http';
import { Account } from '../accounts/account.js';
import { TransferService } from './transfer.service.js';

@Controller('transfers')
export class TransfersController {
  constructor(private readonly transfers: TransferService) {}

  @Get()
  latest() {
    return this.transfers.latest();
  }

  /** `{ "from": "64b7…", "to": "64b8…", "amount": 30 }`. The amount is checked by the document. */
  @Post()
  transfer(
    @Body('from', ParseIdPipe(Account)) from: ObjectId,
    @Body('to', ParseIdPipe(Account)) to: ObjectId,
    @Body('amount') amount: number,
    @Headers('x-user') user?: string,
  ) {
    return this.transfers.transfer(from, to, amount, { user });
  }
}

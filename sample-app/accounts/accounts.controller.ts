import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { ParseIdPipe } from 'nestjs-documents/http';
import { JsonObjectPipe } from '../json-object.pipe.js';
import { Account } from './account.js';
import { AccountService } from './account.service.js';
import type { NewAccount } from './account.service.js';

@Controller('accounts')
export class AccountsController {
  constructor(private readonly accounts: AccountService) {}

  @Post()
  open(@Body(JsonObjectPipe) values: NewAccount) {
    return this.accounts.open(values);
  }

  @Get(':id')
  get(@Param('id', ParseIdPipe(Account)) id: ObjectId) {
    return this.accounts.get(id);
  }

  @Get(':id/payments')
  payments(@Param('id', ParseIdPipe(Account)) id: ObjectId) {
    return this.accounts.payments(id);
  }
}

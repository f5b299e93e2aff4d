import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import { JsonObjectPipe, ObjectIdPipe } from '../request.pipes.js';
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
  get(@Param('id', ObjectIdPipe) id: ObjectId) {
    return this.accounts.get(id);
  }
}

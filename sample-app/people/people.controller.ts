import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import type { CreateValues } from 'nestjs-documents';
import { ParseIdPipe } from 'nestjs-documents/http';
import { JsonObjectPipe } from '../json-object.pipe.js';
import { PersonService } from './person.service.js';
import type { PersonQuery } from './person.service.js';
import { Person } from './person.js';

/**
 * Passes request data on unchanged: the package refuses unknown fields, wrong types and operators.
 * The header `x-user` names the user; every listener receives it as context.
 */
@Controller('people')
export class PeopleController {
  constructor(private readonly people: PersonService) {}

  @Post()
  create(@Body(JsonObjectPipe) values: CreateValues<Person>, @Headers('x-user') user?: string) {
    return this.people.create(values, { user });
  }

  /** `?search=ada`, `?tag=science`, `?address.city=London`, or several of them. */
  @Get()
  list(@Query() query: PersonQuery) {
    return this.people.list(query);
  }

  @Get(':id')
  get(@Param('id', ParseIdPipe(Person)) id: ObjectId) {
    return this.people.get(id);
  }

  @Patch(':id')
  rename(
    @Param('id', ParseIdPipe(Person)) id: ObjectId,
    @Body(JsonObjectPipe) { name }: { readonly name: string },
    @Headers('x-user') user?: string,
  ) {
    return this.people.rename(id, name, { user });
  }

  @Delete(':id')
  @HttpCode(204)
  delete(@Param('id', ParseIdPipe(Person)) id: ObjectId, @Headers('x-user') user?: string) {
    return this.people.delete(id, { user });
  }
}

import { Body, Controller, Delete, Get, Headers, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ObjectId } from 'mongodb';
import type { CreateValues, RequestQuery, RequestQueryOptions } from 'nestjs-documents';
import { FilterFromPipe, ParseIdPipe } from 'nestjs-documents/http';
import { JsonObjectPipe } from '../json-object.pipe.js';
import { PersonService } from './person.service.js';
import { Person } from './person.js';

/** All that a list of people can be asked for. */
const personQuery: RequestQueryOptions<Person, 'number'> = {
  filter: {
    id: ['eq', 'in'],
    name: ['eq', 'contains', 'startsWith'],
    tags: ['eq', 'in'],
    'address.city': ['eq', 'in', 'exists'],
  },
  sort: ['name', 'address.city'],
  defaultSort: { name: 'asc', id: 'asc' },
  ignore: ['search'],
};

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

  /** `?search=ada` for words of the name, `?tags=science`, `?address.city[in]=London,Paris`, `?sort=-name`, `?page=2&size=50`. */
  @Get()
  list(
    @Query(FilterFromPipe(Person, personQuery)) query: RequestQuery<Person>,
    @Query('search') search?: string,
  ) {
    return this.people.list(query, search);
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

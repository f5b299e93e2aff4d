import { afterEach, describe, expect, test } from 'vitest';
import { Controller, Get, HttpException, Module, Res } from '@nestjs/common';
import type { ArgumentsHost, INestApplication, LoggerService } from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost, NestFactory } from '@nestjs/core';
import {
  DocumentNotFoundError,
  DocumentNotStoredError,
  DuplicateKeyError,
  EmptyFilterError,
  InvalidCursorError,
  InvalidFilterError,
  InvalidQueryError,
  OperatorNotAllowedError,
  PostSignalError,
  ServerUnavailableError,
  ShuttingDownError,
  StaleDocumentError,
  TransactionConflictError,
  UnknownPathError,
  ValidationError,
} from 'nestjs-documents';
import { DocumentsExceptionFilter } from 'nestjs-documents/http';

let thrown: unknown;

@Controller()
class FailingController {
  @Get()
  fail(): void {
    throw thrown;
  }

  @Get('late')
  failLate(@Res() response: { write(text: string): void }): void {
    response.write('begun');
    throw thrown;
  }
}

@Module({ controllers: [FailingController] })
class PlainModule {}

@Module({
  controllers: [FailingController],
  providers: [{ provide: APP_FILTER, useClass: DocumentsExceptionFilter }],
})
class FilteringModule {}

let app: INestApplication | undefined;
const logged: unknown[] = [];
const debugged: unknown[] = [];
const logger: LoggerService = {
  log: () => {},
  warn: () => {},
  error: (message: unknown) => void logged.push(message),
  debug: (message: unknown, context: unknown) => {
    if (context === 'DocumentsExceptionFilter') debugged.push(message);
  },
};

/** An application whose requests end with an error. */
async function start(
  module: new () => object,
  filter?: (app: INestApplication) => DocumentsExceptionFilter,
): Promise<string> {
  app = await NestFactory.create(module, { logger });
  if (filter) app.useGlobalFilters(filter(app));
  await app.listen(0, '127.0.0.1');
  return app.getUrl();
}

async function answerTo(error: unknown, url: string): Promise<{ status: number; body: unknown }> {
  thrown = error;
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
}

afterEach(async () => {
  await app?.close();
  app = undefined;
  logged.length = 0;
  debugged.length = 0;
});

const secret = new Error('the password is 1234');
const issue = {
  path: 'name',
  code: 'required',
  message: 'is required',
  detail: 'the password is 1234',
};

describe('DocumentsExceptionFilter', () => {
  test.each<[Error, number, object]>([
    [
      new InvalidFilterError('Person', 'age', 'a', 'b'),
      400,
      { error: 'INVALID_FILTER', reason: 'a', path: 'age' },
    ],
    [
      new InvalidCursorError('Person'),
      400,
      { error: 'INVALID_CURSOR', reason: 'It was changed, or made for another class, sort or version' },
    ],
    [new InvalidQueryError('Person', 'a', 'b'), 400, { error: 'INVALID_QUERY', reason: 'a' }],
    [
      new OperatorNotAllowedError('Person', '$gt'),
      400,
      {
        error: 'OPERATOR_NOT_ALLOWED',
        reason: '$gt is how requests inject queries, so only functions can create operators',
      },
    ],
    [
      new UnknownPathError('Person', 'agee', ['age']),
      400,
      { error: 'UNKNOWN_PATH', reason: '"agee" does not lead to a declared field' },
    ],
    [
      new EmptyFilterError('Person', 'deleteMany'),
      400,
      { error: 'EMPTY_FILTER', reason: 'Its filter is empty and matches every document' },
    ],
    [new DocumentNotFoundError('Person', 'getById'), 404, { error: 'DOCUMENT_NOT_FOUND' }],
    [
      new DuplicateKeyError('Person', { keys: ['e_mail'], fields: ['email'] }, secret),
      409,
      { error: 'DUPLICATE_KEY', fields: ['email'] },
    ],
    [new StaleDocumentError('Person', 'deleted'), 409, { error: 'STALE_DOCUMENT' }],
    [new TransactionConflictError('1', 3, secret), 409, { error: 'TRANSACTION_CONFLICT' }],
    [
      new ValidationError('Person', [issue]),
      422,
      { error: 'VALIDATION_FAILED', issues: [{ path: 'name', code: 'required', message: 'is required' }] },
    ],
    [new ServerUnavailableError('Person', secret), 503, { error: 'SERVER_UNAVAILABLE' }],
    [new ShuttingDownError('a save'), 503, { error: 'SHUTTING_DOWN' }],
  ])('answers %O with %i', async (error, status, details) => {
    const url = await start(FilteringModule);

    const answer = await answerTo(error, url);

    expect(answer).toEqual({
      status,
      body: { statusCode: status, message: (error as DocumentNotFoundError).problem, ...details },
    });
    expect(JSON.stringify(answer)).not.toContain('1234');
    expect(logged).toEqual([]);
  });

  test('logs what is answered with 400 as debug, with its remedy: it may be a mistake of the program', async () => {
    const url = await start(FilteringModule);
    const error = new InvalidQueryError('Person', 'skip must be a number', 'Check it first');
    await answerTo(error, url);

    expect(debugged).toEqual([error.stack]);
  });

  test.each([
    new DocumentNotStoredError('Person', 'delete'),
    new PostSignalError('postSave', [{ receiver: 'PersonListener.audit', error: secret }], {}),
  ])('answers %O with 500 and nothing else, and logs it', async (error) => {
    const url = await start(FilteringModule);

    expect(await answerTo(error, url)).toEqual({
      status: 500,
      body: { statusCode: 500, message: 'Internal server error' },
    });
    expect(logged).toEqual([expect.stringContaining(error.problem)]);
  });

  test('logs the errors of the listeners, after a write that stands', async () => {
    const url = await start(FilteringModule);
    await answerTo(
      new PostSignalError('postSave', [{ receiver: 'PersonListener.audit', error: secret }], {}),
      url,
    );

    expect(logged).toEqual([expect.stringContaining('Cause: Error: the password is 1234')]);
  });

  test.each<[string, (app: INestApplication) => DocumentsExceptionFilter]>([
    ['with the adapter host', (each) => new DocumentsExceptionFilter(each.get(HttpAdapterHost))],
    ['without anything', () => new DocumentsExceptionFilter()],
  ])('answers as a global filter that is made by hand %s', async (_how, filter) => {
    const url = await start(PlainModule, filter);

    expect(await answerTo(new DocumentNotFoundError('Person', 'getById'), url)).toEqual({
      status: 404,
      body: { statusCode: 404, error: 'DOCUMENT_NOT_FOUND', message: 'getById found no Person' },
    });
  });

  test('leaves errors of others alone', async () => {
    const url = await start(FilteringModule);

    expect(await answerTo(new HttpException('gone', 410), url)).toEqual({
      status: 410,
      body: { statusCode: 410, message: 'gone' },
    });
  });

  test('ends an answer that was begun', async () => {
    const url = await start(FilteringModule);
    thrown = new DocumentNotFoundError('Person', 'getById');

    expect(await (await fetch(`${url}/late`)).text()).toBe('begun');
  });

  test('hands the exception on where the request is not one of HTTP', () => {
    const host = { getType: () => 'graphql' } as unknown as ArgumentsHost;

    expect(() => {
      new DocumentsExceptionFilter().catch(new DocumentNotFoundError('Person', 'getById'), host);
    }).toThrow(expect.objectContaining({ status: 404 }));
  });
});

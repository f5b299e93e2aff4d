import { Catch, Inject, Logger, Optional } from '@nestjs/common';
import type { ArgumentsHost, ExceptionFilter, HttpException } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { describeError } from '../errors/describe-error.js';
import { DocumentsError } from '../errors/documents-error.js';
import { PostSignalError } from '../signal/signal-errors.js';
import { badRequest, internalError } from './error-status.js';
import { toHttpException } from './http-exception.js';

/** The part of a response that Express, Fastify and others share. */
interface PlainResponse {
  status(code: number): { send(body: unknown): unknown };
}

/**
 * Answers requests that end with an error of this package: 400 for filters and queries, 404, 409 for conflicts, 422 for validation, 503
 * while the server is away. Every other error is 500: it is logged, and the client gets no details. Those with 400 are logged as `debug`.
 * @example
 * ```ts
 * providers: [{ provide: APP_FILTER, useClass: DocumentsExceptionFilter }]
 * ```
 */
@Catch(DocumentsError)
export class DocumentsExceptionFilter implements ExceptionFilter<DocumentsError> {
  readonly #logger = new Logger('DocumentsExceptionFilter');

  /** @param adapterHost injected by Nest; without it, a filter made by hand answers with `status` and `send` of the response */
  constructor(@Optional() @Inject(HttpAdapterHost) private readonly adapterHost?: HttpAdapterHost) {}

  /** @throws HttpException if the request is not an HTTP request, as in GraphQL, which answers it by itself */
  catch(error: DocumentsError, host: ArgumentsHost): void {
    const exception = toHttpException(error);
    if (exception.getStatus() === internalError) this.#logger.error(describe(error));
    else if (exception.getStatus() === badRequest) this.#logger.debug(describe(error));
    if (host.getType() !== 'http') throw exception;
    this.#reply(host.switchToHttp().getResponse(), exception);
  }

  #reply(response: PlainResponse, exception: HttpException): void {
    const [status, body] = [exception.getStatus(), exception.getResponse()];
    const adapter = this.adapterHost?.httpAdapter;
    if (!adapter) response.status(status).send(body);
    else if (adapter.isHeadersSent(response)) adapter.end(response);
    else adapter.reply(response, body, status);
  }
}

/** Describes the error and its causes, without the values in messages of the driver. */
function describe(error: DocumentsError): string {
  const causes = error instanceof PostSignalError ? error.failures.map((each) => each.error) : [error.cause];
  return [error, ...causes.filter((cause) => cause !== undefined)].map(describeError).join('\nCause: ');
}

import type { INestApplicationContext, Type } from '@nestjs/common';
import { getConnectionToken } from 'nestjs-documents';
import type { Connection, DocumentClass, DocumentRepository } from 'nestjs-documents';

/** The parts that a repository works with. */
export type RepositoryContext = NonNullable<ConstructorParameters<typeof DocumentRepository>[0]>;

/**
 * The only place that looks into the built package: nothing public decodes bytes, or shows a compiled filter, without a server. What is
 * called is what `find` calls for its filter, and for each document, with the copy of the bytes and the state that it keeps.
 */
const { loadSilently } = (await internal('operation/find/load-stored.js')) as {
  loadSilently(
    repository: RepositoryContext,
    reply: Uint8Array,
    loading: { readonly loaded: undefined; readonly isReadOnly: boolean },
  ): object;
};

const filters = (await internal('query/compile-filter.js')) as {
  compileFilter(schema: object, filter: object): object;
};

interface Contexts {
  contextFor(documentClass: DocumentClass, connection: Connection): RepositoryContext;
}
const { RepositoryContexts } = (await internal('module/repository-contexts.js')) as {
  RepositoryContexts: Type<Contexts>;
};

/** Returns the context of a class's repository, which is needed to decode without a server. */
export function contextOf(app: INestApplicationContext, documentClass: DocumentClass): RepositoryContext {
  return app
    .get(RepositoryContexts, { strict: false })
    .contextFor(documentClass, app.get(getConnectionToken()));
}

export function loadAsFind(repository: RepositoryContext, stored: Uint8Array): object {
  return loadSilently(repository, stored, { loaded: undefined, isReadOnly: false });
}

/** Compiles a filter as `find` does. */
export function compileFilter({ schema }: RepositoryContext, filter: object): object {
  return filters.compileFilter(schema, filter);
}

/** A file of the package by its path: its exports map hides it. */
function internal(path: string): Promise<unknown> {
  return import(new URL(`./${path}`, import.meta.resolve('nestjs-documents')).href);
}

import type { DocumentRepository } from 'nestjs-documents';

/** What a repository is made of. */
export type RepositoryContext = ConstructorParameters<typeof DocumentRepository>[0];

/**
 * The only place that looks into the built package: nothing public decodes bytes without a server. What is called is what
 * `find` calls for each document, with the copy of the bytes and the state that it keeps.
 */
const { loadSilently } = (await internal('repository/load-stored.js')) as {
  loadSilently(
    repository: RepositoryContext,
    reply: Uint8Array,
    loading: { readonly loaded: undefined; readonly isReadOnly: boolean },
  ): object;
};

export function loadAsFind(repository: RepositoryContext, stored: Uint8Array): object {
  return loadSilently(repository, stored, { loaded: undefined, isReadOnly: false });
}

/** A file of the package by its path: its exports map hides it. */
function internal(path: string): Promise<unknown> {
  return import(new URL(`./${path}`, import.meta.resolve('nestjs-documents')).href);
}

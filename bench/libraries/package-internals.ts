import type { DocumentClass } from 'nestjs-documents';
import { schemaOf } from 'nestjs-documents';

/**
 * The only place that looks into the built package: nothing public decodes bytes without a server. What is called is what
 * `find` calls for each document, with the copy of the bytes and the state that it keeps.
 */
const { loadSilently } = (await internal('repository/load-stored.js')) as {
  loadSilently(repository: object, reply: Uint8Array): object;
};
const { DocumentMemory } = (await internal('repository/repository-context.js')) as {
  DocumentMemory: new () => object;
};

export function makeLoader(documentClass: DocumentClass): (stored: Uint8Array) => object {
  const repository = { schema: schemaOf(documentClass), memory: new DocumentMemory() };
  return (stored) => loadSilently(repository, stored);
}

/** A file of the package by its path: its exports map hides it. */
function internal(path: string): Promise<unknown> {
  return import(new URL(`./${path}`, import.meta.resolve('nestjs-documents')).href);
}

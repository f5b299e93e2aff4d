import { pathOfKey } from '../schema/collection/path-of-key.js';
import type { DocumentSchema } from '../schema/document-schema.js';

/** The subject of a command, for its errors: document classes, the first of which names it, or another name. */
export type ErrorSubject =
  string | { readonly schema: Pick<DocumentSchema, 'name'>; readonly family: readonly DocumentSchema[] };

export function nameOfSubject(subject: ErrorSubject): string {
  return typeof subject === 'string' ? subject : subject.schema.name;
}

/** The path of a stored key by field name; the key itself if no class declares it. */
export function fieldOfSubject(subject: ErrorSubject, keyPath: string): string {
  if (typeof subject === 'string') return keyPath;
  for (const schema of subject.family) {
    const path = pathOfKey(schema, keyPath);
    if (path !== undefined) return path;
  }
  return keyPath;
}

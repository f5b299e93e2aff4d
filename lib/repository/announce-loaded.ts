import { postLoad } from '../lifecycle/signals.js';
import type { Operation } from './operation.js';

/** Sends `postLoad` for documents that were loaded together. @throws PostSignalError */
export async function announceLoaded(operation: Operation, documents: readonly object[]): Promise<void> {
  const sender = operation.repository.schema.documentClass;
  if (documents.length === 0 || !operation.hears(postLoad, sender)) return;
  await operation.send(postLoad, sender, { documents: Object.freeze([...documents]) });
}

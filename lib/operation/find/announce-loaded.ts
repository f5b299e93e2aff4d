import { postLoad } from '../../lifecycle/signals.js';
import { announce } from '../announce/announcement.js';
import type { Operation } from '../operation.js';

/** Sends `postLoad` for documents that were loaded together. @throws PostSignalError */
export async function announceLoaded(operation: Operation, documents: readonly object[]): Promise<void> {
  if (documents.length === 0) return;
  const sender = operation.repository.schema.documentClass;
  await announce(operation, postLoad, sender, { documents: Object.freeze([...documents]) });
}

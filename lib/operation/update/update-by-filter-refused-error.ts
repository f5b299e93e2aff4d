import { DocumentsError } from '../../errors/documents-error.js';
import type { RootSchema } from '../../schema/document-schema.js';

/** A class refuses updates by a filter, or saves their documents, which the method cannot do. Nothing was sent to the server. */
export class UpdateByFilterRefusedError extends DocumentsError {
  readonly code = 'UPDATE_BY_FILTER_REFUSED';
  readonly documentName: string;

  constructor(documentName: string, origin: string, updatesByFilter: 'save' | 'refuse') {
    super({
      problem: `${origin} of ${documentName} was refused`,
      reason:
        updatesByFilter === 'refuse'
          ? `${documentName} is declared with { updatesByFilter: 'refuse' }: its listeners hear of saves only`
          : `${documentName} is declared with { updatesByFilter: 'save' }, and ${origin} cannot save what it updates`,
      remedy: 'Load the documents, change them and save them',
    });
    this.documentName = documentName;
  }
}

/** @throws UpdateByFilterRefusedError unless updates by a filter of the class are sent as such */
export function assertUpdatesByFilter({ name, updatesByFilter }: RootSchema, origin: string): void {
  if (updatesByFilter !== 'signal') throw new UpdateByFilterRefusedError(name, origin, updatesByFilter);
}

import { counterFields } from '../schema/build/role-fields.js';
import type { RootSchema } from '../schema/document-schema.js';
import { setField } from '../schema/set-field.js';
import type { Behaviour, Fields } from './behaviour.js';
import { loadedNumber } from './loaded-number.js';

/** `@CounterOf()`: 0 in new documents; in stored ones what the application sets is not written. The counting is in `derived-data.ts`. */
export const counters: Behaviour = {
  name: 'counters',

  concerns: (schema) => counterFields(schema).length > 0,

  beforeInsert: setToZero,

  atInsert: setToZero,

  atUpdate(schema, document, { repository }) {
    for (const field of counterFields(schema)) {
      const loaded = loadedNumber(field, document, repository);
      if (document[field.name] !== loaded) setField(schema, document, field.name, loaded);
    }
  },
};

function setToZero(schema: RootSchema, documents: readonly Fields[]): void {
  for (const document of documents)
    for (const { name } of counterFields(schema)) setField(schema, document, name, 0);
}

import { construct } from '../codec/construct.js';
import type { DocumentSchema } from '../schema/document-schema.js';

const initialValues = new WeakMap<DocumentSchema, ReadonlyMap<string, unknown>>();

/** The value that instances of a class have in a property that holds documents, by their constructor. */
export function initialTarget(schema: DocumentSchema, name: string): unknown {
  let values = initialValues.get(schema);
  if (!values) {
    const instance = construct(schema);
    values = new Map([...schema.targets.keys()].map((each) => [each, instance[each]]));
    initialValues.set(schema, values);
  }
  return values.get(name);
}

import type { DocumentClass } from '../../schema/declare/class-record.js';
import type { RootSchema } from '../../schema/document-schema.js';
import { withEmbedded } from '../../schema/with-embedded.js';

const made = new WeakMap<readonly RootSchema[], readonly DocumentClass[]>();

/** Lists the classes, embedded ones included, that are instantiated for documents of a family. */
export function instantiatedClasses(family: readonly RootSchema[]): readonly DocumentClass[] {
  let classes = made.get(family);
  if (!classes) {
    const schemas = new Set(family.flatMap((member) => [...withEmbedded(member)]));
    made.set(family, (classes = Array.from(schemas, ({ documentClass }) => documentClass)));
  }
  return classes;
}

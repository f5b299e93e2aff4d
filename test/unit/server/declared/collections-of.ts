import type { DocumentClass } from '../../../../lib/schema/declare/class-record.js';
import { DocumentRegistry } from '../../../../lib/schema/document-registry.js';
import { declaredCollections } from '../../../../lib/server/declared/declared-collections.js';
import type { DeclaredCollection } from '../../../../lib/server/declared-collection.js';

/** The collections of classes, as an application with them declares them. */
export function collectionsOf(...classes: readonly DocumentClass[]): readonly DeclaredCollection[] {
  const registry = new DocumentRegistry();
  registry.registerAll(classes);
  return declaredCollections(classes.map((each) => registry.family(registry.register(each))));
}

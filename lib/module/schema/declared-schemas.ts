import { Injectable } from '@nestjs/common';
import { DocumentRegistry } from '../../schema/document-registry.js';
import { schemaOf } from '../../schema/build/schema-of.js';
import { declaredCollections } from '../../server/declared/declared-collections.js';
import type { DeclaredCollection } from '../../server/declared-collection.js';
import { FeatureExplorer } from '../feature-explorer.js';

/** The collections that the document classes of an application declare. */
@Injectable()
export class DeclaredSchemas {
  constructor(
    private readonly features: FeatureExplorer,
    private readonly registry: DocumentRegistry,
  ) {}

  /**
   * The collections of a connection: those of all classes that `forFeature` registers on it, in modules that are loaded now.
   * @throws InvalidSchemaError, and the errors of `DocumentRegistry.registerAll`
   */
  of(connection: string): readonly DeclaredCollection[] {
    this.features.register();
    const schemas = this.features.classesOf(connection).map((each) => schemaOf(each));
    return declaredCollections(schemas.map((each) => this.registry.family(each)));
  }
}

import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { schemaOf } from '../schema/build/schema-of.js';
import { DocumentRegistry } from '../schema/document-registry.js';
import { assertReferences } from '../schema/reference/assert-references.js';

/** The token under which each `forFeature` module holds its `Features`, even if its repositories are replaced. */
export const featuresToken = Symbol('nestjs-documents:features');

/** The classes that a `forFeature` module registers on a connection. */
export interface Features {
  readonly connection: string;
  readonly documentClasses: readonly DocumentClass[];
}

/** Registers the classes of all `forFeature` calls of an application together, before the first of them is used. */
@Injectable()
export class FeatureExplorer {
  readonly #seen = new WeakSet<object>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly registry: DocumentRegistry,
  ) {}

  /**
   * Registers the classes; called again, those of modules loaded since.
   * @throws the errors of `DocumentRegistry.registerAll`, InvalidSchemaError for a wrong reference
   */
  register(): void {
    const added = [...this.modules.values()].filter((each) => !this.#seen.has(each));
    for (const each of added) this.#seen.add(each);
    const features = featuresOf(added);
    this.registry.registerAll(features.flatMap(({ documentClasses }) => documentClasses));
    for (const connection of new Set(features.map((each) => each.connection)))
      this.#assertReferences(connection);
  }

  #assertReferences(connection: string): void {
    const schemas = this.classesOf(connection).flatMap((each) => this.registry.family(schemaOf(each)));
    assertReferences(schemas, connection);
  }

  /** The classes of all modules that are loaded now, for a connection. */
  classesOf(connection: string): readonly DocumentClass[] {
    const found = featuresOf([...this.modules.values()]).filter((each) => each.connection === connection);
    return [...new Set(found.flatMap(({ documentClasses }) => documentClasses))];
  }
}

type Module = ReturnType<ModulesContainer['values']> extends Iterable<infer M> ? M : never;

function featuresOf(modules: readonly Module[]): Features[] {
  const found = modules.map((each) => each.providers.get(featuresToken)?.instance as Features | undefined);
  return found.filter((each) => each !== undefined);
}

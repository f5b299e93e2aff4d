import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { DocumentRegistry } from '../schema/document-registry.js';

/** Under which each module of `forFeature` holds the classes that it registers, whatever its repositories are replaced by. */
export const featuresToken = Symbol('nestjs-documents:features');

/** Registers the classes of all `forFeature` calls of an application together: which belong to it is known before the first is used. */
@Injectable()
export class FeatureExplorer {
  readonly #seen = new WeakSet<object>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly registry: DocumentRegistry,
  ) {}

  /** Asked again, it registers those of modules that were loaded since. @throws what `DocumentRegistry.registerAll` throws */
  register(): void {
    const added = [...this.modules.values()].filter((each) => !this.#seen.has(each));
    for (const each of added) this.#seen.add(each);
    const found = added.flatMap(
      (each) => each.providers.get(featuresToken)?.instance as DocumentClass[] | undefined,
    );
    this.registry.registerAll(found.filter((each) => each !== undefined));
  }
}

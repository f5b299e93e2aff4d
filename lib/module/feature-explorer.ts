import { Injectable } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { DocumentClass } from '../schema/declare/class-record.js';
import { DocumentRegistry } from '../schema/document-registry.js';

/** The token under which each `forFeature` module holds the classes that it registers, even if its repositories are replaced. */
export const featuresToken = Symbol('nestjs-documents:features');

/** Registers the classes of all `forFeature` calls of an application together, before the first of them is used. */
@Injectable()
export class FeatureExplorer {
  readonly #seen = new WeakSet<object>();

  constructor(
    private readonly modules: ModulesContainer,
    private readonly registry: DocumentRegistry,
  ) {}

  /** Registers the classes; called again, those of modules loaded since. @throws the errors of `DocumentRegistry.registerAll` */
  register(): void {
    const added = [...this.modules.values()].filter((each) => !this.#seen.has(each));
    for (const each of added) this.#seen.add(each);
    const found = added.flatMap(
      (each) => each.providers.get(featuresToken)?.instance as DocumentClass[] | undefined,
    );
    this.registry.registerAll(found.filter((each) => each !== undefined));
  }
}

import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { ListenerDeclaration } from './declare/listener-declaration.js';
import { TransientListenerError } from './listener-errors.js';
import { ListenerMetadataAccessor } from './declare/listener-metadata.js';
import { isSameObject } from './same-object.js';

/** One provider or controller, as Nest describes it. */
export type ProviderWrapper = ReturnType<DiscoveryService['getProviders']>[number];

/** A provider with listeners. */
export interface FoundListeners {
  readonly wrapper: ProviderWrapper;
  /** The provider's instance; its wrapper if it is request-scoped, since it has no instance yet. */
  readonly identity: object;
  /** The instance's class, for any token and kind of provider. */
  readonly listenerClass: object;
  /** `PersonListener` */
  readonly name: string;
  readonly declarations: readonly ListenerDeclaration[];
}

/** Finds the providers and controllers with listeners, each instance once, even behind several tokens or Proxies. */
@Injectable()
export class ListenerExplorer {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly accessor: ListenerMetadataAccessor,
  ) {}

  /** @throws TransientListenerError */
  explore(): FoundListeners[] {
    const found: FoundListeners[] = [];
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const prototype = prototypeOf(wrapper);
      if (!prototype) continue;
      const declarations = this.accessor.getListeners(prototype);
      const [first] = declarations;
      if (!first) continue;
      const listenerClass = prototype.constructor;
      const { name } = listenerClass;
      if (wrapper.isTransient) throw new TransientListenerError(`${name}.${String(first.method)}`);
      const identity = wrapper.isDependencyTreeStatic() ? (wrapper.instance as object) : wrapper;
      const isKnown = found.some(
        (other) => other.listenerClass === listenerClass && isSameObject(other.identity, identity),
      );
      if (!isKnown) found.push({ wrapper, identity, listenerClass, name, declarations });
    }
    return found;
  }
}

/**
 * The prototype of the instance, or of the class if it has no instance yet. Aliases lead to a provider that is found under its own token.
 */
function prototypeOf(wrapper: ProviderWrapper): object | undefined {
  if (wrapper.isAlias) return undefined;
  const instance: unknown =
    wrapper.isDependencyTreeStatic() && !wrapper.isTransient ? wrapper.instance : undefined;
  if (typeof instance === 'object' && instance !== null)
    return Object.getPrototypeOf(instance) as object | undefined;
  const isClass = wrapper.inject === undefined && typeof wrapper.metatype === 'function';
  return isClass ? (wrapper.metatype?.prototype as object | undefined) : undefined;
}

import { ContextIdFactory, ModuleRef } from '@nestjs/core';
import type { ContextId } from '@nestjs/core';
import type { Context } from '../signal/signal-context.js';
import type { ReceiverFunction } from '../signal/receiver/receiver.js';
import type { FoundListeners } from './listener-explorer.js';

interface ContextPayload {
  readonly context: Context;
}
type Methods = Record<string | symbol, ReceiverFunction<ContextPayload>>;

/**
 * Makes receivers of methods. A method is looked up at each call, so overrides, spies and stubs run. A request-scoped provider has one
 * instance per `context`; if that holds a Nest request (`{ context: { request } }`), the instance of that request.
 */
export class ListenerInvoker {
  readonly #contextIds = new WeakMap<Context, ContextId>();

  receiverFor(
    { wrapper, identity }: FoundListeners,
    method: string | symbol,
  ): ReceiverFunction<ContextPayload> {
    if (wrapper.isDependencyTreeStatic()) return (payload) => (identity as Methods)[method]?.(payload);
    const moduleRef = wrapper.host?.getProviderByKey(ModuleRef).instance as ModuleRef;
    return async (payload) => {
      const contextId = this.#contextIdOf(payload.context, moduleRef);
      const instance = await moduleRef.resolve<Methods>(wrapper.token as string, contextId);
      return instance[method]?.(payload);
    };
  }

  #contextIdOf(context: Context, moduleRef: ModuleRef): ContextId {
    const known = this.#contextIds.get(context);
    if (known) return known;
    const contextId = ContextIdFactory.getByRequest(context, ['request']);
    this.#contextIds.set(context, contextId);
    // Asked again, Nest makes another id, unless it has given one to a request, which then belongs to it.
    const isOfRequest = ContextIdFactory.getByRequest(context, ['request']) === contextId;
    if (!isOfRequest) moduleRef.registerRequestByContextId(context, contextId);
    return contextId;
  }
}

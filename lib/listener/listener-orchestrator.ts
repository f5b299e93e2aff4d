import { Injectable, Logger } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { DocumentRegistry } from '../schema/document-registry.js';
import type { ReceiverFunction, DisconnectReceiver } from '../signal/receiver/receiver.js';
import { SignalBus } from '../signal/signal-bus.js';
import { assertListeners } from './assert-listeners.js';
import { conditionOf } from './listener-condition.js';
import type { ListenerDeclaration } from './declare/listener-declaration.js';
import { ListenerExplorer } from './listener-explorer.js';
import type { FoundListeners } from './listener-explorer.js';
import { ListenerInvoker } from './listener-invoker.js';

/** Connects the listeners at the start of the application, those of lazily loaded modules after loading, and disconnects all at the end. */
@Injectable()
export class ListenerOrchestrator {
  readonly #logger = new Logger('DocumentsModule');
  readonly #seen = new WeakSet<object>();
  readonly #hosts = new Map<object, unknown>();
  readonly #undo: DisconnectReceiver[] = [];
  #restoreLoader: (() => void) | undefined;

  constructor(
    private readonly explorer: ListenerExplorer,
    private readonly invoker: ListenerInvoker,
    private readonly bus: SignalBus,
    private readonly registry: DocumentRegistry,
    private readonly lazyModuleLoader: LazyModuleLoader,
  ) {}

  /**
   * @param prepare is called first with the existing modules, and again after each lazily loaded one
   * @throws DocumentNotRegisteredError, TransientListenerError, NotADocumentError, InvalidListenerError, and the errors of `prepare`
   */
  start(prepare: () => void): void {
    const connect = (): void => {
      prepare();
      this.#connectAll();
    };
    connect();
    this.#followLazyModules(connect);
  }

  stop(): void {
    this.#restoreLoader?.();
    for (const undo of this.#undo.splice(0)) undo();
  }

  /** Connects listeners, after checking all of them. Refused listeners of a lazily loaded module are not checked again. */
  #connectAll(): void {
    const added = this.explorer.explore().filter(({ identity }) => !this.#seen.has(identity));
    for (const { identity } of added) this.#seen.add(identity);
    for (const listeners of added) assertListeners(listeners, this.registry);
    for (const listeners of added) this.#connect(listeners);
  }

  #connect(listeners: FoundListeners): void {
    this.#warnOfSecondModule(listeners);
    // One receiver per method: with decorators for a class and its base class it is called once.
    const receivers = new Map<string | symbol, ReceiverFunction<never>>();
    for (const decorator of new Set(listeners.declarations.map((each) => each.decorator))) {
      const declarations = listeners.declarations.filter((each) => each.decorator === decorator);
      const [{ method, options }] = declarations as [ListenerDeclaration];
      const receiver = receivers.get(method) ?? this.invoker.receiverFor(listeners, method);
      receivers.set(method, receiver);
      const { phase, order, exact, once, onError, documents } = options;
      const name = `${listeners.name}.${String(method)}`;
      const when = conditionOf(declarations, this.registry);
      const connection = { name, phase, order, exact, once, onError, documents, when };
      this.#undo.push(this.bus.connectEach(declarations, receiver, connection));
    }
  }

  /**
   * Warns of a second instance, which is a listener of its own. That is intended for a module configured twice, and a mistake elsewhere.
   */
  #warnOfSecondModule({ wrapper, listenerClass, name }: FoundListeners): void {
    const host = wrapper.host?.metatype;
    const other = this.#hosts.get(listenerClass) as { readonly name: string } | undefined;
    if (other === undefined) this.#hosts.set(listenerClass, host);
    else if (other !== host) {
      this.#logger.warn(
        `${name} is provided by ${other.name} and by ${host?.name ?? 'another module'}: it has two instances, and the listeners of both are called. ` +
          'If this is not intended, provide it in one module and export it there.',
      );
    }
  }

  /** Connects listeners of lazily loaded modules, for which Nest calls no hooks: their loader is wrapped to report each one. */
  #followLazyModules(connect: () => void): void {
    const loader = this.lazyModuleLoader;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its loader, and restored at the end
    const { load } = loader;
    loader.load = async (...options) => {
      const moduleRef = await load.apply(loader, options);
      connect();
      return moduleRef;
    };
    this.#restoreLoader = () => {
      loader.load = load;
    };
  }
}

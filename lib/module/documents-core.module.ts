import { Global, Module } from '@nestjs/common';
import type { OnApplicationShutdown, OnModuleInit } from '@nestjs/common';
import { DiscoveryModule, ModulesContainer } from '@nestjs/core';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { OngoingWork } from '../driver/ongoing-work.js';
import { AmbientTransaction } from '../transaction/ambient-transaction.js';
import { OperationPath } from '../lifecycle/operation-path.js';
import { ListenerExplorer } from '../listener/listener-explorer.js';
import { ListenerInvoker } from '../listener/listener-invoker.js';
import { ListenerMetadataAccessor } from '../listener/declare/listener-metadata.js';
import { ListenerOrchestrator } from '../listener/listener-orchestrator.js';
import { defaultConnection } from '../driver/connection.js';
import { claim, findOtherCopy } from '../schema/declare/copies.js';
import { DocumentRegistry } from '../schema/document-registry.js';
import { SignalBus } from '../signal/signal-bus.js';
import type { SignalEmitter } from '../signal/receiver/signal-emitter.js';
import { Connections } from './connections.js';
import { FailureReports } from './failure-reports.js';
import { FeatureExplorer } from './feature-explorer.js';
import { RepositoryContexts } from './repository-contexts.js';
import { TransactionalExplorer } from './transactional/transactional-explorer.js';
import { DeclaredSchemas } from './schema/declared-schemas.js';
import { SchemaPolicies } from './schema/schema-policies.js';
import { getTransactionsToken } from './tokens.js';
import { transactionsProvider } from './transactional/transactions-providers.js';

/**
 * Providers that an application has once, however often `DocumentsModule` is imported. Nest initialises it first and shuts it down last:
 * listeners are connected during the hooks of all other modules.
 */
@Global()
@Module({
  imports: [DiscoveryModule],
  providers: [
    Connections,
    FailureReports,
    FeatureExplorer,
    RepositoryContexts,
    DeclaredSchemas,
    SchemaPolicies,
    TransactionalExplorer,
    transactionsProvider(defaultConnection),
    ListenerMetadataAccessor,
    ListenerExplorer,
    ListenerInvoker,
    ListenerOrchestrator,
    { provide: OperationPath, useFactory: () => new OperationPath() },
    { provide: AmbientTransaction, useFactory: () => new AmbientTransaction() },
    { provide: OngoingWork, useFactory: createOngoingWork, inject: [OperationPath, AmbientTransaction] },
    { provide: DocumentRegistry, useFactory: () => new DocumentRegistry() },
    {
      provide: SignalBus,
      useFactory: createBus,
      inject: [DocumentRegistry, FailureReports, { token: EventEmitter2, optional: true }],
    },
  ],
  exports: [
    SignalBus,
    Connections,
    FeatureExplorer,
    RepositoryContexts,
    DeclaredSchemas,
    SchemaPolicies,
    getTransactionsToken(defaultConnection),
  ],
})
export class DocumentsCoreModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly orchestrator: ListenerOrchestrator,
    private readonly connections: Connections,
    private readonly contexts: RepositoryContexts,
    private readonly reports: FailureReports,
    private readonly bus: SignalBus,
    private readonly features: FeatureExplorer,
    private readonly transactional: TransactionalExplorer,
    private readonly policies: SchemaPolicies,
    private readonly path: OperationPath,
    private readonly ambient: AmbientTransaction,
    modules: ModulesContainer,
  ) {
    this.#assertOneCopy(modules);
    // Nest calls the hooks of all global modules in the order of their imports; this makes that order certain.
    for (const each of modules.values()) if (each.metatype === DocumentsCoreModule) each.distance = Infinity;
  }

  /** @throws OtherCopyError if the application has modules of another copy of the package; connections are closed then */
  #assertOneCopy(modules: ModulesContainer): void {
    const [error] = [...modules.values()].flatMap(({ metatype }) => findOtherCopy(metatype) ?? []);
    if (!error) return;
    // The same error is thrown below.
    this.connections.abandon(error).catch(() => undefined);
    throw error;
  }

  async onModuleInit(): Promise<void> {
    try {
      this.reports.start(this.bus);
      this.orchestrator.start(() => {
        this.features.register();
        this.transactional.explore();
      });
      this.policies.tellUnchosen();
      this.connections.keep();
    } catch (error) {
      await this.connections.abandon(error);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    const until = await this.connections.finishWork();
    this.orchestrator.stop();
    this.contexts.disconnect();
    await this.connections.close(until);
    for (const each of [this.reports, this.path, this.ambient]) each.end();
  }
}

claim(DocumentsCoreModule);

/** Work counts as running while listeners run and transactions are open. */
function createOngoingWork(path: OperationPath, ambient: AmbientTransaction): OngoingWork {
  return new OngoingWork(() => path.isInOperation || ambient.isInOpenAttempt);
}

/** Uses the application's emitter if `EventEmitterModule` is imported, otherwise an own one. */
function createBus(
  registry: DocumentRegistry,
  { report }: FailureReports,
  emitter: SignalEmitter = new EventEmitter2(),
): SignalBus {
  return new SignalBus({ emitter, nameOf: (sender) => registry.nameOf(sender), reportError: report });
}

export { DocumentFactory, factoryFor } from './document-factory.js';
export type { ProviderSource } from './document-factory.js';
export type { FactoryCall, FactoryValues } from './factory-values.js';
export { RepositoryFactory } from './repository-factory.js';
export type { FactoryRepository } from './repository-factory.js';
export { runSeeds } from './run-seeds.js';
export type { RunSeedsOptions, SeedOutcome, SeedSource } from './run-seeds.js';
export type { Seed, SeedClass, SeedContext } from './seed.js';

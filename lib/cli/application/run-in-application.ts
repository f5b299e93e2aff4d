import type { INestApplicationContext, LogLevel } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentRegistry } from '../../schema/document-registry.js';
import { CommandError } from '../command-error.js';
import { hasColours } from '../output/style.js';
import { findModule } from './find-module.js';
import { findProject } from './project.js';
import type { Project } from './project.js';
import { ErrorOutputLogger } from './error-output-logger.js';
import { loadModule } from './load-module.js';
import type { RootModule } from './load-module.js';

/** How long hooks of the application may delay the end of a command, in milliseconds. */
const closeTime = 30_000;

export interface ApplicationOptions {
  /** Path and export of the root module; default as package.json says, else a usual place. */
  readonly module?: string;
  /** Logs everything that the application logs, instead of warnings and errors. */
  readonly verbose?: boolean;
}

/** An application that has started without listening. */
export interface RunningApplication {
  readonly app: INestApplicationContext;
  readonly project: Project;
  /** The folder that the command was started in. */
  readonly folder: string;
}

/** Starts of applications: as they are, or without the policies of their connections. */
export type ApplicationStart = (root: RootModule) => RootModule;

/**
 * Starts the application that a command is for, without listening, and closes it when the work has ended.
 * @param startOf gives the module to start, from the root module
 * @throws CommandError if it is not found or does not import `DocumentsModule`; what its start and the work throw
 */
export async function runInApplication<R>(
  { module, verbose = false }: ApplicationOptions,
  startOf: ApplicationStart,
  work: (application: RunningApplication) => Promise<R>,
): Promise<R> {
  const folder = process.cwd();
  const project = findProject(folder);
  const root = await loadModule(findModule(module, folder, project));
  const app = await start(startOf(root), verbose);
  const stopListening = closeOnSignals(app);
  try {
    assertUsesDocuments(app);
    return await work({ app, project, folder });
  } finally {
    stopListening();
    await close(app);
  }
}

/**
 * Closes the application at Ctrl-C, so that migrations give back their lock; a second Ctrl-C ends the process at once.
 * @returns the undo
 */
function closeOnSignals(app: INestApplicationContext): () => void {
  const codes: readonly (readonly [NodeJS.Signals, number])[] = [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ];
  const undo = codes.map(([signal, code]) => {
    const end = (): void => {
      void close(app).finally(() => process.exit(code));
    };
    process.once(signal, end);
    return () => process.off(signal, end);
  });
  return () => {
    for (const each of undo) each();
  };
}

function start(root: RootModule, isVerbose: boolean): Promise<INestApplicationContext> {
  const levels: LogLevel[] = ['warn', 'error', 'fatal'];
  const colors = hasColours(process.stderr, process.env);
  const logger = new ErrorOutputLogger({ colors, ...(isVerbose ? {} : { logLevels: levels }) });
  return NestFactory.createApplicationContext(root, { logger, abortOnError: false });
}

/** @throws CommandError */
function assertUsesDocuments(app: INestApplicationContext): void {
  try {
    app.get(DocumentRegistry, { strict: false });
  } catch {
    throw new CommandError({
      problem: 'The application has no documents',
      reason: 'None of its modules imports DocumentsModule of this copy of nestjs-documents',
      remedy:
        'Import DocumentsModule.forRoot in its root module, and run the nestjs-documents that is installed in its node_modules',
    });
  }
}

/** Closes the application; hooks that do not end are left behind, since the process ends anyway. */
async function close(app: INestApplicationContext): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, closeTime);
  });
  await Promise.race([app.close(), timeUp]).finally(() => {
    clearTimeout(timer);
  });
}

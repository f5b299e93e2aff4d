import { signalError, signals, transactionSignals } from '../../lifecycle/signals.js';
import { Transaction } from '../../lifecycle/transaction-payloads.js';
import { DocumentRegistry } from '../../schema/document-registry.js';
import type { RootSchema } from '../../schema/document-schema.js';
import type { Signal, SignalSender } from '../../signal/signal.js';
import { SignalBus } from '../../signal/signal-bus.js';
import type { RunningApplication } from '../application/run-in-application.js';
import { chosenDocuments } from './chosen-documents.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { Output } from '../output/output.js';
import { tableLines } from '../output/table.js';

export interface ListenersOptions {
  /** The name of the only document whose receivers are shown. */
  readonly document?: string;
}

/** One receiver of one signal of one class; one of a base class is listed for each class that it is called for. */
interface ListedReceiver {
  /** The document's name; null for the signals of whole transactions. */
  readonly document: string | null;
  readonly signal: string;
  /** Class and method of a listener: `PersonListener.tidy`. */
  readonly receiver: string;
  readonly phase: string;
  readonly order: number;
  /** The document that it was connected for, such as a base class; null for every document. */
  readonly connectedFor: string | null;
  readonly exact: boolean;
  readonly once: boolean;
}

/** Lists the receivers of the signals of each class in the order of their calls. @throws CommandError for an unknown document */
export async function showListeners(
  { app }: RunningApplication,
  output: Output,
  { document }: ListenersOptions,
): Promise<ExitCode> {
  const registry = app.get(DocumentRegistry, { strict: false });
  const bus = app.get(SignalBus, { strict: false });
  const listed = chosenDocuments(registry, document).flatMap((schema) => receiversOf(schema, bus, registry));
  if (document === undefined) listed.push(...receiversOfTransactions(bus));
  if (output.isJson) await output.json({ listeners: listed });
  else await output.lines(linesOf(listed, output));
  return exitCode.done;
}

function receiversOf(schema: RootSchema, bus: SignalBus, registry: DocumentRegistry): ListedReceiver[] {
  return [...signals, signalError].flatMap((signal) =>
    receivers(bus, signal, schema.documentClass, schema.name, (each) => registry.nameOf(each)),
  );
}

function receiversOfTransactions(bus: SignalBus): ListedReceiver[] {
  return transactionSignals.flatMap((signal) => receivers(bus, signal, Transaction, null, () => null));
}

function receivers(
  bus: SignalBus,
  signal: Signal,
  documentClass: SignalSender,
  document: string | null,
  nameOf: (sender: SignalSender) => string | null,
): ListedReceiver[] {
  return bus.receiversOf(signal, documentClass).map(({ name, phase, order, sender, exact, once }) => ({
    ...{ document, signal: signal.name, receiver: name, phase, order },
    ...{ connectedFor: sender ? nameOf(sender) : null, exact, once },
  }));
}

function linesOf(listed: readonly ListedReceiver[], { style }: Output): string[] {
  if (listed.length === 0) return ['No receiver is connected.'];
  const header = ['signal', 'phase', 'order', 'receiver', 'connected for'];
  const rows = listed.map((each) => {
    const options = [each.exact && 'exactly', each.once && 'once']
      .filter(Boolean)
      .map((word) => `, ${String(word)}`);
    const connectedFor = each.document === null ? 'transactions' : (each.connectedFor ?? 'every document');
    return [each.signal, each.phase, String(each.order), each.receiver, `${connectedFor}${options.join('')}`];
  });
  const [first = '', ...lines] = tableLines([header, ...rows]);
  return [...new Set(listed.map(({ document }) => document))].flatMap((document, index) => [
    ...(index === 0 ? [] : ['']),
    style.bold(document ?? 'Transactions'),
    `  ${style.dim(first)}`,
    ...lines.filter((_line, place) => listed[place]?.document === document).map((line) => `  ${line}`),
  ]);
}

import { defaultConnection } from '../../driver/connection.js';
import { DeclaredSchemas } from '../../module/schema/declared-schemas.js';
import { DocumentRegistry } from '../../schema/document-registry.js';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import type { RunningApplication } from '../application/run-in-application.js';
import type { Output } from '../output/output.js';
import { tableLines } from '../output/table.js';
import { chosenDocuments } from './chosen-documents.js';
import { describeDocument } from './describe-document.js';
import type { DocumentDescription } from './describe-document.js';

export interface DocumentsOptions {
  /** The name of the only document that is shown. */
  readonly document?: string;
}

/** Shows the document classes with their collections, fields and indexes. @throws CommandError for an unknown document */
export async function showDocuments(
  { app }: RunningApplication,
  output: Output,
  { document }: DocumentsOptions,
): Promise<ExitCode> {
  const registry = app.get(DocumentRegistry, { strict: false });
  const schemas = app.get(DeclaredSchemas, { strict: false });
  const documents = chosenDocuments(registry, document).map((schema) => {
    const connections = registry.connectionsOf(schema);
    return describeDocument(schema, connections, schemas.of(connections[0] ?? defaultConnection));
  });
  if (output.isJson) await output.json({ documents });
  else if (documents.length === 0) await output.lines(['The application has no documents.']);
  else await output.lines(documents.flatMap((each, index) => linesOf(each, index, output)));
  return exitCode.done;
}

function linesOf(described: DocumentDescription, index: number, { style }: Output): string[] {
  const { name, collection, connections, base, discriminator, fields, indexes } = described;
  const rows = fields.map((field) => [field.path, field.key, field.type, field.notes.join(', ')]);
  const [header = '', ...lines] = tableLines([['field', 'key', 'type', ''], ...rows]);
  const place = `collection ${collection}, connection ${connections.join(', ') || '(none)'}`;
  return [
    ...(index === 0 ? [] : ['']),
    `${style.bold(name)}  ${place}`,
    ...(base === null
      ? []
      : [`  extends ${base}, as ${discriminator.key}: ${JSON.stringify(discriminator.value)}`]),
    `  ${style.dim(header)}`,
    ...lines.map((line) => `  ${line}`),
    ...tableLines(indexes.map((each) => ['index', each.name, each.details.join(', ')])).map(
      (line) => `  ${line}`,
    ),
  ];
}

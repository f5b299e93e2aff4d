import type { AnyBulkWriteOperation } from 'mongodb';
import { sizeAtMost } from '../../driver/command/document-size.js';
import type { SentPart } from '../../driver/translation/translate-part-errors.js';

/** The commands that write. */
export type WriteCommand = 'insert' | 'update' | 'delete';

/** One write of a bulk, in the driver's form. */
export interface BulkPart extends SentPart {
  readonly command: WriteCommand;
  readonly model: AnyBulkWriteOperation;
  /** Whether the server's counts for it alone are needed, so that it gets a command of its own. */
  readonly isCounted?: boolean;
}

const largestCommand = 1000;

/** The most bytes in one command, so that the driver never makes two of it. */
const largestSize = 12 * 1024 * 1024;

/**
 * Divides a bulk into commands of at most 1,000 parts. In order: those of one kind that follow each other; else all of one kind, inserts
 * first.
 */
export function inCommands(parts: readonly BulkPart[], ordered: boolean): BulkPart[][] {
  const commands: BulkPart[][] = [];
  let command: BulkPart[] = [];
  let size = 0;
  for (const part of ordered ? parts : byCommand(parts)) {
    const partSize = sizeAtMost(part.model);
    const isContinued =
      command[0]?.command === part.command &&
      !part.isCounted &&
      !command[0].isCounted &&
      command.length < largestCommand &&
      size + partSize <= largestSize;
    if (!isContinued) {
      commands.push((command = []));
      size = 0;
    }
    command.push(part);
    size += partSize;
  }
  return commands;
}

function byCommand(parts: readonly BulkPart[]): BulkPart[] {
  return (['insert', 'update', 'delete'] as const).flatMap((command) =>
    parts.filter((part) => part.command === command),
  );
}

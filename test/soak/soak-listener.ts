import { setImmediate as turn, setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import {
  OnCommit,
  OnPostBulkInsert,
  OnPostDelete,
  OnPostSave,
  OnPreBulkInsert,
  OnPreDelete,
  OnPreSave,
  OnRollback,
  OnSignalError,
} from 'nestjs-documents';
import type {
  SignalPhase,
  PostBulkInsert,
  PostCommit,
  PostDelete,
  PostRollback,
  PostSave,
  PreSave,
  SignalErrorPayload,
} from 'nestjs-documents';
import { Account, Counted, Note } from './documents.js';
import { Notices } from './expected/notices.js';
import type { Manner } from './caller/plan.js';
import { PlannedError } from './expected/records.js';
import { valuesOf } from './expected/values.js';

/** The context that the soak passes to its operations. */
export interface SoakContext extends Manner {
  readonly key: string;
  readonly operation: string;
  /** Whether the document was changed, so that a listener changes it as well. */
  readonly isChanged: boolean;
}

type Told = PostSave<Counted> | PostDelete<Counted> | PostBulkInsert<Note>;

/** Records the signals after the end of transactions; is slow, changes documents and fails as the operations ask. */
@Injectable()
export class SoakListener {
  constructor(private readonly notices: Notices) {}

  @OnPreSave(Account)
  @OnPreSave(Note)
  async beforeSave({ document, context }: PreSave<Counted>): Promise<void> {
    await this.#before(context);
    if ((context as Partial<SoakContext>).isChanged) document.saves += 1;
  }

  @OnPreDelete(Account)
  @OnPreDelete(Note)
  @OnPreBulkInsert(Note)
  async beforeOthers({ context }: { readonly context: object }): Promise<void> {
    await this.#before(context);
  }

  @OnPostSave(Account)
  @OnPostSave(Note)
  @OnPostDelete(Account)
  @OnPostDelete(Note)
  @OnPostBulkInsert(Note)
  async inOperation({ context }: { readonly context: object }): Promise<void> {
    const { flaw, turns = 0 } = context as Partial<SoakContext>;
    await pause(turns);
    if (flaw === 'post') this.#fail('post');
  }

  @OnPostSave(Account, { phase: 'afterCommit' })
  @OnPostSave(Note, { phase: 'afterCommit' })
  @OnPostDelete(Note, { phase: 'afterCommit' })
  @OnPostBulkInsert(Note, { phase: 'afterCommit' })
  afterCommit(payload: Told): Promise<void> {
    return this.#after('afterCommit', payload);
  }

  @OnPostSave(Account, { phase: 'notApplied' })
  @OnPostSave(Note, { phase: 'notApplied' })
  @OnPostDelete(Note, { phase: 'notApplied' })
  @OnPostBulkInsert(Note, { phase: 'notApplied' })
  notApplied(payload: Told): Promise<void> {
    return this.#after('notApplied', payload);
  }

  @OnCommit()
  committed(payload: PostCommit): void {
    this.#ended('afterCommit', payload);
  }

  @OnRollback()
  rolledBack(payload: PostRollback): void {
    this.#ended('notApplied', payload);
  }

  @OnSignalError()
  failed({ context }: SignalErrorPayload<object>): void {
    this.notices.reported.push((context as unknown as SoakContext).operation);
  }

  async #before(context: object): Promise<void> {
    const { flaw, turns = 0 } = context as Partial<SoakContext>;
    await pause(turns);
    if (flaw === 'veto') this.#fail('veto');
  }

  async #after(phase: SignalPhase, payload: Told): Promise<void> {
    const { key, operation, flaw, turns } = payload.context as unknown as SoakContext;
    const { signal, attempt, transactionId } = payload;
    const documents = 'documents' in payload ? payload.documents : [payload.document];
    const changeCount = 'changes' in payload ? payload.changes.size : undefined;
    const notice = { phase, signal, operation, attempt, transactionId, changeCount };
    this.notices.add(key, { ...notice, documents: documents.map(valuesOf) });
    await pause(turns);
    if (flaw !== 'after') return;
    this.notices.failed.push(operation);
    this.#fail('after');
  }

  #ended(phase: SignalPhase, { signal, context, attempt, transactionId }: PostCommit | PostRollback): void {
    const { key } = context as unknown as SoakContext;
    const nothing = { operation: undefined, documents: [], changeCount: undefined };
    this.notices.add(key, { phase, signal, attempt, transactionId, ...nothing });
  }

  #fail(flaw: 'veto' | 'post' | 'after'): never {
    this.notices.listenerErrors[flaw]++;
    throw new PlannedError(flaw);
  }
}

async function pause(turns: number): Promise<void> {
  if (turns >= 20) await delay(turns);
  else for (let left = turns; left > 0; left--) await turn();
}

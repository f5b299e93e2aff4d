import { Injectable } from '@nestjs/common';
import type { ObjectId } from 'mongodb';
import { DocumentRepository, InjectRepository } from 'nestjs-documents';
import type { Context } from 'nestjs-documents';
import { AuditEntry } from './audit-entry.js';

@Injectable()
export class AuditService {
  constructor(@InjectRepository(AuditEntry) private readonly entries: DocumentRepository<AuditEntry>) {}

  async record(action: string, person: ObjectId, context: Context, paths: readonly string[] = []) {
    const user = typeof context['user'] === 'string' ? context['user'] : 'unknown';
    await this.entries.create({ action, person, user, paths: [...paths] });
  }

  /** The last hundred, the newest one first. */
  latest(): Promise<AuditEntry[]> {
    return this.entries.find({}).sort({ at: 'desc', id: 'desc' }).limit(100).toArray();
  }
}

import { Injectable, Logger } from '@nestjs/common';
import { OnPostDelete, OnPostSave } from 'nestjs-documents';
import type { PostDelete, PostSave } from 'nestjs-documents';
import { Person } from '../people/person.js';
import { AuditService } from './audit.service.js';

/** Records changes of people: only those that are stored, since `post…` signals are sent after the write. */
@Injectable()
export class AuditListener {
  private readonly logger = new Logger(AuditListener.name);

  constructor(private readonly audit: AuditService) {}

  @OnPostSave(Person)
  async recordSave({ document, created, changes, context }: PostSave<Person>) {
    if (changes.size === 0) {
      this.logger.log('recorded nothing, because nothing has changed');
      return;
    }
    const action = created ? 'created' : 'changed';
    await this.audit.record(action, document.id, context, changes.paths);
    this.logger.log(`recorded "${action}": ${changes.paths.join(', ')}`);
  }

  @OnPostDelete(Person)
  async recordDeletion({ document, context }: PostDelete<Person>) {
    await this.audit.record('deleted', document.id, context);
    this.logger.log('recorded "deleted"');
  }
}

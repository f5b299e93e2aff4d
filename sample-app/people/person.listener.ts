import { ForbiddenException, Injectable, Logger } from '@nestjs/common';
import { OnPreDelete, OnPreSave } from 'nestjs-documents';
import type { PreDelete, PreSave } from 'nestjs-documents';
import { AuditService } from '../audit/audit.service.js';
import { Person } from './person.js';

/** Rules for people, wherever they are saved or deleted. */
@Injectable()
export class PersonListener {
  private readonly logger = new Logger(PersonListener.name);

  constructor(private readonly audit: AuditService) {}

  @OnPreSave(Person)
  uppercaseName({ document }: PreSave<Person>) {
    if (!isText(document.name)) return;
    document.name = document.name.toUpperCase();
    this.logger.log('wrote the name in capitals');
  }

  @OnPreSave(Person, { order: -10 })
  tidyName({ document }: PreSave<Person>) {
    if (!isText(document.name)) return;
    document.name = document.name.trim().replace(/\s+/g, ' ');
    this.logger.log('tidied the spaces of the name');
  }

  @OnPreDelete(Person)
  async keepProtected({ document, context }: PreDelete<Person>) {
    if (!document.tags.includes('protected')) return;
    await this.audit.record('refused to delete', document.id, context);
    this.logger.log('refused to delete a protected person');
    throw new ForbiddenException('This person is protected');
  }
}

/** Before validation a document may contain anything; validation refuses wrong values afterwards, with all other issues. */
function isText(value: unknown): value is string {
  return typeof value === 'string';
}

import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DocumentsModule } from 'nestjs-documents';
import type { DocumentsModuleOptions } from 'nestjs-documents';
import { AuditController } from './audit/audit.controller.js';
import { AuditEntry } from './audit/audit-entry.js';
import { AuditListener } from './audit/audit.listener.js';
import { AuditService } from './audit/audit.service.js';
import { DocumentsErrorFilter } from './documents-error.filter.js';
import { PeopleController } from './people/people.controller.js';
import { Person } from './people/person.js';
import { PersonListener } from './people/person.listener.js';
import { PersonService } from './people/person.service.js';
import { SearchEntry } from './search/search-entry.js';
import { SearchIndex } from './search/search-index.js';

@Module({
  imports: [DocumentsModule.forFeature([Person, AuditEntry, SearchEntry])],
  controllers: [PeopleController, AuditController],
  providers: [
    PersonService,
    PersonListener,
    AuditService,
    AuditListener,
    SearchIndex,
    { provide: APP_FILTER, useClass: DocumentsErrorFilter },
  ],
})
export class AppModule {
  /** The application on a database of the caller's choice. */
  static forRoot(options: DocumentsModuleOptions): DynamicModule {
    return { module: AppModule, imports: [DocumentsModule.forRoot(options)] };
  }
}

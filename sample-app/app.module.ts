import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER } from '@nestjs/core';
import { DocumentsModule } from 'nestjs-documents';
import type { DocumentsModuleOptions } from 'nestjs-documents';
import { DocumentsExceptionFilter } from 'nestjs-documents/http';
import { Account } from './accounts/account.js';
import { AccountListener } from './accounts/account.listener.js';
import { AccountService } from './accounts/account.service.js';
import { AccountsController } from './accounts/accounts.controller.js';
import { AuditController } from './audit/audit.controller.js';
import { AuditEntry } from './audit/audit-entry.js';
import { AuditListener } from './audit/audit.listener.js';
import { AuditService } from './audit/audit.service.js';
import { PeopleController } from './people/people.controller.js';
import { Person } from './people/person.js';
import { PersonListener } from './people/person.listener.js';
import { PersonService } from './people/person.service.js';
import { SearchEntry } from './search/search-entry.js';
import { SearchIndex } from './search/search-index.js';
import { StatisticsController } from './statistics/statistics.controller.js';
import { StatisticsService } from './statistics/statistics.service.js';
import { Notification } from './transfers/notification.js';
import { NotificationService } from './transfers/notification.service.js';
import { NotificationsController } from './transfers/notifications.controller.js';
import { Transfer } from './transfers/transfer.js';
import { TransferListener } from './transfers/transfer.listener.js';
import { TransferService } from './transfers/transfer.service.js';
import { TransfersController } from './transfers/transfers.controller.js';

@Module({
  imports: [DocumentsModule.forFeature([Person, AuditEntry, SearchEntry, Account, Transfer, Notification])],
  controllers: [
    PeopleController,
    AuditController,
    AccountsController,
    TransfersController,
    NotificationsController,
    StatisticsController,
  ],
  providers: [
    PersonService,
    PersonListener,
    AuditService,
    AuditListener,
    SearchIndex,
    AccountService,
    AccountListener,
    TransferService,
    TransferListener,
    NotificationService,
    StatisticsService,
    { provide: APP_FILTER, useClass: DocumentsExceptionFilter },
  ],
})
export class AppModule {
  /** The application on a database of the caller's choice, where the start makes missing collections and indexes. */
  static forRoot(options: DocumentsModuleOptions): DynamicModule {
    return { module: AppModule, imports: [DocumentsModule.forRoot({ schema: 'create', ...options })] };
  }
}

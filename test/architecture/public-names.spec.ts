import { describe, expect, test } from '@jest/globals';
import * as entry from 'nestjs-documents';
import * as classValidatorEntry from 'nestjs-documents/class-validator';
import * as testingEntry from 'nestjs-documents/testing';
import ts from 'typescript';
import { readSources } from './source-files.js';

/** What users can import. A name that is added here is documented and kept; one that goes is a breaking change. */
const publicValues = [
  'Budget',
  'BulkWriteError',
  'ChangeSet',
  'CommitOutcomeUnknownError',
  'CommitRefusedError',
  'Connection',
  'ConnectionConfigurationError',
  'ConnectionFailedError',
  'CreatedAt',
  'DateOutOfRangeError',
  'DecodeError',
  'DeleteManyError',
  'DeletedAt',
  'Document',
  'DocumentAlreadyStoredError',
  'DocumentConstructorError',
  'DocumentDeletedError',
  'DocumentNotFoundError',
  'DocumentNotRegisteredError',
  'DocumentNotRestoredError',
  'DocumentNotStoredError',
  'DocumentRepository',
  'DocumentRolledBackError',
  'DocumentTooLargeError',
  'DocumentsError',
  'DocumentsModule',
  'DuplicateConnectionError',
  'DuplicateDocumentNameError',
  'DuplicateKeyError',
  'EmbeddedDocument',
  'EmptyFilterError',
  'Field',
  'FieldNotWritableError',
  'GeoLineString',
  'GeoMultiLineString',
  'GeoMultiPoint',
  'GeoMultiPolygon',
  'GeoPoint',
  'GeoPolygon',
  'Id',
  'InjectConnection',
  'InjectRepository',
  'InjectTransactions',
  'InvalidFilterError',
  'InvalidListenerError',
  'InvalidOptionsError',
  'InvalidQueryError',
  'InvalidReceiverError',
  'InvalidSchemaError',
  'InvalidTransactionOptionsError',
  'ListenerErrorHook',
  'NotADocumentError',
  'NotAProviderError',
  'OnCommit',
  'OnPostBulkInsert',
  'OnPostDelete',
  'OnPostInit',
  'OnPostSave',
  'OnPreBulkInsert',
  'OnPreDelete',
  'OnPreInit',
  'OnPreSave',
  'OnPreSavePostValidation',
  'OnRollback',
  'OnSignal',
  'OnSignalError',
  'OperatorNotAllowedError',
  'OtherConnectionError',
  'ParallelWriteError',
  'PostSignalError',
  'QuerySet',
  'ReadFailedError',
  'ReadOnlyDocumentError',
  'ReceiverTimeoutError',
  'RecursiveSignalError',
  'Sequence',
  'SequenceError',
  'ServerUnavailableError',
  'ShuttingDownError',
  'Signal',
  'SignalBus',
  'StaleDocumentError',
  'Transaction',
  'TransactionConflictError',
  'TransactionFailedError',
  'TransactionInterruptedError',
  'TransactionNotAllowedError',
  'TransactionNotRepeatableError',
  'TransactionRequiredError',
  'TransactionScopeClosedError',
  'Transactional',
  'Transactions',
  'TransactionsNotSupportedError',
  'TransientListenerError',
  'Undeclared',
  'UnknownConnectionError',
  'UnknownFieldTypeError',
  'UnknownPathError',
  'UnmanagedTransactionError',
  'UpdatedAt',
  'ValidationError',
  'ValidatorTimeoutError',
  'Version',
  'WriteNotDurableError',
  'WriteOutcomeUnknownError',
  'WriteRefusedError',
  'WrongDocumentClassError',
  'getConnectionToken',
  'getRepositoryToken',
  'getTransactionsToken',
  'mapOf',
  'not',
  'oneOf',
  'postBulkInsert',
  'postCommit',
  'postDelete',
  'postInit',
  'postRollback',
  'postSave',
  'preBulkInsert',
  'preDelete',
  'preInit',
  'preSave',
  'preSavePostValidation',
  'schemaOf',
  'signalError',
  'signals',
  'unitSignals',
];
const publicTypes = [
  'AfterPhase',
  'AssignValues',
  'BudgetOptions',
  'Budgets',
  'BulkOutcome',
  'DocumentChange',
  'FieldChoice',
  'ConnectionOptions',
  'Constraints',
  'Context',
  'CreateValues',
  'CurrentTransaction',
  'DeleteManyOptions',
  'DeleteOptions',
  'DiscriminatorOptions',
  'DiscriminatorSchema',
  'DocumentClass',
  'DocumentOptions',
  'DocumentSchema',
  'DocumentValidator',
  'DocumentsModuleAsyncOptions',
  'DocumentsModuleOptions',
  'DocumentsOptionsFactory',
  'EmbeddedDocumentOptions',
  'DocumentsFeature',
  'FieldConstraints',
  'FieldOptions',
  'FieldRole',
  'FieldSchema',
  'FieldType',
  'FieldValidator',
  'DocumentFilter',
  'FilterOperator',
  'GeoPosition',
  'IdName',
  'DocumentId',
  'IdOptions',
  'IdSchema',
  'InsertManyOptions',
  'ValidationIssueCode',
  'FieldLimit',
  'Limits',
  'ListenerDecorator',
  'ListenerOptions',
  'OperationOptions',
  'SignalOrigin',
  'DocumentPart',
  'DocumentPath',
  'DocumentPathValue',
  'Payload',
  'SignalPayloadOf',
  'SignalPhase',
  'PostBulkInsert',
  'PostCommit',
  'PostDelete',
  'PostInit',
  'PostRollback',
  'PostSave',
  'PreBulkInsert',
  'PreDelete',
  'PreInit',
  'PreSave',
  'PreSavePostValidation',
  'TransactionPropagation',
  'ReceiverDescription',
  'ReceiverFailure',
  'ReceiverFunction',
  'ReceiverOptions',
  'Ref',
  'ReportError',
  'ReportedFailure',
  'ReportedIssue',
  'RepositoryContext',
  'ConnectionRetryOptions',
  'FieldRoleOptions',
  'RootSchema',
  'ScalarKind',
  'SelectedDocument',
  'SignalSender',
  'SequenceOptions',
  'SignalBusOptions',
  'SignalErrorPayload',
  'SignalMoment',
  'SignalPayload',
  'DocumentSort',
  'SortDirection',
  'TransactionOptions',
  'TransactionalDecorator',
  'TransactionalOptions',
  'FieldTypeDeclaration',
  'FieldTypeFunction',
  'UncertainBulkOutcome',
  'DisconnectReceiver',
  'UnitListenerOptions',
  'UnitPayload',
  'UnreadableDocuments',
  'ValidationIssue',
  'ValidatorCall',
  'ValidatorResult',
  'DocumentOrPart',
  'WriteOutcome',
];
const publicTestingValues = ['SignalRecorder', 'muteSignals', 'withReceiver'];
const publicTestingTypes = ['MuteOptions', 'RecordedSignal', 'RecorderOptions', 'TemporaryReceiver'];

/** The names that an entry exports as types. */
function typesOf(path: string): string[] {
  const file = readSources('lib').find((each) => each.path === path)!;
  return file.syntax.statements
    .filter(ts.isExportDeclaration)
    .flatMap(({ exportClause, isTypeOnly }) =>
      exportClause && ts.isNamedExports(exportClause)
        ? exportClause.elements.filter((each) => isTypeOnly || each.isTypeOnly)
        : [],
    )
    .map(({ name }) => name.text)
    .sort();
}

describe('nestjs-documents', () => {
  test('exports these values', () => {
    expect(Object.keys(entry).sort()).toEqual(publicValues);
  });

  test('exports these types', () => {
    expect(typesOf('lib/index.ts')).toEqual(publicTypes);
  });
});

describe('nestjs-documents/testing', () => {
  test('exports these values', () => {
    expect(Object.keys(testingEntry).sort()).toEqual(publicTestingValues);
  });

  test('exports these types', () => {
    expect(typesOf('lib/testing/index.ts')).toEqual(publicTestingTypes);
  });
});

describe('nestjs-documents/class-validator', () => {
  test('exports these values', () => {
    expect(Object.keys(classValidatorEntry)).toEqual(['classValidator']);
  });

  test('exports these types', () => {
    expect(typesOf('lib/class-validator/index.ts')).toEqual(['ClassValidatorOptions']);
  });
});

import { describe, expect, test } from 'vitest';
import * as entry from 'nestjs-documents';
import * as classValidatorEntry from 'nestjs-documents/class-validator';
import * as httpEntry from 'nestjs-documents/http';
import * as seedsEntry from 'nestjs-documents/seeds';
import * as testingEntry from 'nestjs-documents/testing';
import ts from 'typescript';
import { readSources } from './source-files.js';

/** The names that users can import. A new name is documented and kept; removing one is a breaking change. */
const publicValues = namesIn(`
  AggregatedDocuments Aggregation AsynchronousReceiverError BelongsTo BulkWriteError ChangeSet
  CommitOutcomeUnknownError CommitRefusedError Connection ConnectionConfigurationError ConnectionFailedError
  CounterOf CreatedAt CreatedBy DanglingReferenceError DatabaseSchema DateOutOfRangeError DecodeError
  DeleteDeniedError DeleteIncompleteError DeleteManyError DeletePlan DeletePlanTooLargeError DeletedAt
  Document DocumentAlreadyStoredError DocumentConstructorError DocumentDeletedError DocumentNotFoundError
  DocumentNotRegisteredError DocumentNotRestoredError DocumentNotStoredError DocumentQuery
  DocumentRepository DocumentRolledBackError DocumentTooLargeError DocumentsError DocumentsModule
  DuplicateConnectionError DuplicateDocumentNameError DuplicateKeyError EmbeddedDocument EmptyFilterError
  ExpiresAt Field FieldNotWritableError FieldRoleMissingError GeoLineString GeoMultiLineString GeoMultiPoint
  GeoMultiPolygon GeoPoint GeoPolygon HasMany HasOne Id Index InjectConnection InjectDatabaseSchema
  InjectRepository InjectTransactions InvalidCursorError InvalidFactoryError InvalidFilterError
  InvalidListenerError InvalidMigrationError InvalidMigrationLedgerError InvalidMigrationOptionsError
  InvalidNormaliserError InvalidOptionsError InvalidPipelineError InvalidQueryError InvalidReceiverError
  InvalidRequestError InvalidRequestOptionsError InvalidSchemaError InvalidSeedError
  InvalidTransactionOptionsError InvalidUpdateError IrreversibleMigrationError LeasedBy LeasedUntil
  MigrationFailedError MigrationLockLostError MigrationsChangedError NotADocumentError NotAProviderError
  OnCommit OnPostBulkInsert OnPostDelete OnPostInit OnPostLoad OnPostSave OnPostUpdate OnPostWrite
  OnPreBulkInsert OnPreDelete OnPreInit OnPreSave OnPreSavePostValidation OnPreUpdate OnRollback OnSignal
  OnSignalError OperationTimeout OperatorNotAllowedError OtherConnectionError OtherCopyError
  ParallelWriteError PartialDocumentError PopulateLimitError PostSignalError QuerySet QueryTimeoutError
  ReadFailedError ReadOnlyDocumentError ReceiverTimeoutError RecursiveSignalError Reference
  RepositoryNotReadyError SchemaDriftError SchemaNotAppliedError SchemaPlan SeedFailedError SentUpdate
  Sequence SequenceError ServerUnavailableError ShuttingDownError Signal SignalBus StaleDocumentError
  Transaction TransactionConflictError TransactionFailedError TransactionInterruptedError
  TransactionNotAllowedError TransactionNotRepeatableError TransactionOverError TransactionRequiredError
  Transactional Transactions TransactionsNotSupportedError TransientListenerError Undeclared Unique
  UnknownConnectionError UnknownFieldTypeError UnknownPathError UnmanagedTransactionError
  UpdateByFilterRefusedError UpdateDraft UpdatedAt UpdatedBy ValidationError ValidatorTimeoutError Version
  WriteNotDurableError WriteOutcomeUnknownError WriteRefusedError WrongDocumentClassError addToSet allOf and
  between bit bitsAllClear bitsAllSet bitsAnyClear bitsAnySet contains elemMatch endsWith exists filterFrom
  getConnectionToken getDatabaseSchemaToken getRepositoryToken getTransactionsToken gt gte inc intersects
  isDocumentsError lt lte mapOf matches max min mod mul near noneOf nor not now oneOf or popFirst popLast
  postBulkInsert postCommit postDelete postInit postLoad postRollback postSave postUpdate postWrite
  preBulkInsert preDelete preInit preSave preSavePostValidation preUpdate pull pullAll push pushAll raw
  rebuildCounters rename repositoryOf setOnInsert signalError signals size startsWith text
  transactionSignals typeOf unset updateElements within withinCircle
`);
const publicTypes = namesIn(`
  Accumulator AggregationOptions AggregationRow AnyDocumentsError AppliedSchema ApplySchemaOptions
  AssignOptions AssignValues BaseConnectionOptions BelongsToDecorator BitChanges BitMask BsonTypeName
  BulkOutcome BulkWriteFailure BulkWriteOptions BulkWritePart BulkWriteResult CappedCollectionOptions
  ChangeSetPath CheckedPaths Circular ClaimOptions ClientConnectionOptions CollectionValidationOptions
  ConnectionOptions ConnectionRetryOptions Constraints Context ContextSource CreateValues CurrentTransaction
  DateUnit DateZone DeleteByIdOptions DeleteDenial DeleteManyOptions DeleteOptions DeletePlanRow DeleteRule
  DisconnectReceiver DiscriminatorOptions DistinctValue DocumentChange DocumentClass
  DocumentCollectionOptions DocumentField DocumentFilter DocumentId DocumentIdOrHex DocumentIndexKeys
  DocumentIndexOptions DocumentOptions DocumentOrPart DocumentPart DocumentPath DocumentPathValue
  DocumentShardKey DocumentSort DocumentUpdate DocumentValidator DocumentWrite DocumentsByIds
  DocumentsErrorCode DocumentsModuleAsyncOptions DocumentsModuleOptions DocumentsOptionsFactory DurationText
  ElementChanges ElementCondition ElementUpdateOperator EmbeddedDocumentOptions ExpiresAtOptions
  ExplainVerbosity Expression FieldChoice FieldConstraints FieldDecorator FieldIndexDecorator
  FieldIndexOptions FieldLimit FieldNormalisation FieldNormaliser FieldOptions FieldRoleDecorator
  FieldRoleOptions FieldTypeDeclaration FieldTypeFunction FieldUserDecorator FieldUserOptions
  FieldUserSource FieldValidator FilterExpression FilterGroup FilterOperator FilterOptions
  FindOneAndDeleteOptions FindOneAndReplaceOptions FindOneAndUpdateOptions FindOptions ForRow GeoArea
  GeoGeometry GeoPosition GivenValue HasDecorator IdDecorator IdOptions IndexDecorator IndexDirection
  InsertManyOptions KeysetPage KeysetPageOptions LeaseDuration ListenerDecorator ListenerOptions Loaded
  LoadedBy LoadedForm LookupFields MapDeclaration ModifyOptions NearOptions NotAPromise NumberedPage
  NumberedPageOptions OmittedDocument OperationOptions OrderedValue PlainDocument PlainValue PluckedValue
  PopulateOption PopulateOptions PopulatePath PopulatePaths PopulateTarget PostBulkInsert PostCommit
  PostDelete PostInit PostLoad PostRollback PostSave PostUpdate PostWrite PreBulkInsert PreDelete PreInit
  PreSave PreSavePostValidation PreUpdate PushOptions RawCondition RawStage RebuildCountersOptions
  RebuiltCounter ReceiverDescription ReceiverFailure ReceiverFunction ReceiverOptions ReceiverResult
  ReferenceDecorator ReferenceOptions ReleaseOptions RenewOptions ReportedFailure ReportedIssue
  RepositoryBase RepositoryContext RequestIssue RequestIssueCode RequestOperator RequestPaging RequestQuery
  RequestQueryOptions RestoreManyOptions RowExpressions SaveManyOptions SchemaChange SchemaChangeKind
  SchemaDifference SchemaPlanJson SchemaPolicy SelectedDocument SelectionPath SequenceOptions
  SignalBusOptions SignalContext SignalErrorPayload SignalMoment SignalOrigin SignalPayload SignalPayloadOf
  SignalPhase SignalSender SignalSending SortDirection TextMatchOptions TextSearchOptions
  TimeSeriesCollectionOptions TimeoutOptions Timeouts TransactionListenerOptions TransactionOptions
  TransactionPayload TransactionPropagation TransactionalDecorator TransactionalOptions UncertainBulkOutcome
  UnreadableDocuments UnwindOptions UpdateOperator UpdateOptions UpdateResult UpdateStep UpdateValue
  UpdatesByFilter UpsertResult UriConnectionOptions ValidationIssue ValidationIssueCode ValidatorCall
  ValidatorResult WriteBehaviours WriteByFilter WriteKind WriteOfDocuments WriteOptions WriteOutcome
`);
const otherEntries: readonly (readonly [string, object, readonly string[], readonly string[]])[] = [
  ['class-validator', classValidatorEntry, ['classValidator'], ['ClassValidatorOptions']],
  ['http', httpEntry, ['DocumentsExceptionFilter', 'FilterFromPipe', 'ParseIdPipe'], ['ParseIdOptions']],
  [
    'seed',
    seedsEntry,
    ['DocumentFactory', 'RepositoryFactory', 'factoryFor', 'runSeeds'],
    namesIn(`FactoryCall FactoryRepository FactoryValues ProviderSource RunSeedsOptions Seed SeedClass SeedContext
      SeedOutcome SeedSource`),
  ],
  [
    'testing',
    testingEntry,
    ['SignalRecorder', 'muteSignals', 'stubConnection', 'stubQuerySet', 'stubTransactions', 'withReceiver'],
    ['MuteOptions', 'RecordedSignal', 'RecorderOptions', 'TemporaryReceiver'],
  ],
];

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

describe.each(otherEntries)('nestjs-documents/%s', (name, exported, values, types) => {
  test('exports these values', () => {
    expect(Object.keys(exported).sort()).toEqual(values);
  });

  test('exports these types', () => {
    expect(typesOf(`lib/${name}/index.ts`)).toEqual(types);
  });
});

function namesIn(list: string): string[] {
  return list.trim().split(/\s+/);
}

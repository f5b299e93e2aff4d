export { DocumentsError } from './errors/documents-error.js';

export { Document, EmbeddedDocument } from './document/document.js';
export type { DiscriminatorOptions, DocumentOptions, EmbeddedDocumentOptions } from './document/document.js';
export { Undeclared } from './document/undeclared.js';
export { Field, Id } from './document/field.js';
export type { FieldOptions, IdOptions, FieldTypeFunction } from './document/field.js';
export type {
  FieldDecorator,
  FieldRoleDecorator,
  FieldUserDecorator,
  IdDecorator,
} from './document/field-decorator.js';
export { CounterOf } from './document/counter.js';
export { rebuildCounters } from './repository/write/rebuild-counters.js';
export type { RebuildCountersOptions, RebuiltCounter } from './operation/derived/rebuild-counters.js';
export { BelongsTo, HasMany, HasOne, Reference } from './document/reference.js';
export type { ReferenceOptions } from './document/reference.js';
export type { DeleteRule } from './schema/declare/delete-rule.js';
export { DeletePlan } from './operation/delete-plan/delete-plan.js';
export type { DeletePlanRow } from './operation/delete-plan/delete-plan-row.js';
export { DeleteDeniedError, DeletePlanTooLargeError } from './operation/delete-plan/delete-plan-errors.js';
export type { DeleteDenial } from './operation/delete-plan/delete-plan-errors.js';
export { DeleteIncompleteError } from './driver/errors/delete-incomplete-error.js';
export type { BelongsToDecorator, HasDecorator, ReferenceDecorator } from './document/reference-decorator.js';
export { CreatedBy, UpdatedBy } from './document/user-roles.js';
export type { FieldUserOptions, FieldUserSource } from './document/user-roles.js';
export { LeasedBy, LeasedUntil } from './document/lease-roles.js';
export { CreatedAt, DeletedAt, Sequence, UpdatedAt, Version } from './document/field-roles.js';
export type { FieldRoleOptions, SequenceOptions } from './document/field-roles.js';
export type {
  CappedCollectionOptions,
  DocumentCollectionOptions,
  DocumentShardKey,
  TimeSeriesCollectionOptions,
} from './schema/declare/collection-record.js';
export type { DurationText } from './value/duration.js';
export {
  GeoLineString,
  GeoMultiLineString,
  GeoMultiPoint,
  GeoMultiPolygon,
  GeoPoint,
  GeoPolygon,
} from './document/geojson.js';
export type { GeoPosition } from './document/geojson.js';
export { mapOf } from './schema/declare/type-declaration.js';
export type { Circular, FieldTypeDeclaration, MapDeclaration } from './schema/declare/type-declaration.js';
export type {
  FieldChoice,
  Constraints,
  DocumentValidator,
  FieldConstraints,
  FieldValidator,
  FieldLimit,
  ReportedIssue,
  ValidatorCall,
  ValidatorResult,
} from './schema/declare/constraints.js';
export type { FieldNormalisation, FieldNormaliser } from './schema/declare/normalisation.js';
export { InvalidNormaliserError } from './kind/normalised-scalar.js';
export type { DocumentClass, UpdatesByFilter } from './schema/declare/class-record.js';
export type { CollectionValidationOptions } from './schema/declare/collection-validation.js';
export { OtherCopyError } from './schema/declare/copies.js';
export {
  DuplicateDocumentNameError,
  InvalidSchemaError,
  NotADocumentError,
  UnknownFieldTypeError,
} from './schema/schema-errors.js';

export { SignalBus } from './signal/signal-bus.js';
export type { SignalBusOptions } from './signal/signal-bus.js';
export { OperationTimeout } from './signal/timeout.js';
export type { SignalPhase } from './signal/phase.js';
export type { ReportedFailure } from './signal/reported-failure.js';
export { Signal } from './signal/signal.js';
export type {
  NotAPromise,
  SignalPayloadOf,
  ReceiverResult,
  SignalSender,
  SignalMoment,
  SignalSending,
} from './signal/signal.js';
export type { Context, SignalContext } from './signal/signal-context.js';
export type {
  ReceiverDescription,
  ReceiverFunction,
  ReceiverOptions,
  DisconnectReceiver,
} from './signal/receiver/receiver.js';
export {
  AsynchronousReceiverError,
  InvalidReceiverError,
  PostSignalError,
  ReceiverTimeoutError,
} from './signal/signal-errors.js';
export type { ReceiverFailure } from './signal/signal-errors.js';

export {
  postBulkInsert,
  postCommit,
  postDelete,
  postInit,
  postLoad,
  postRollback,
  postSave,
  postUpdate,
  postWrite,
  preBulkInsert,
  preDelete,
  preInit,
  preSave,
  preSavePostValidation,
  preUpdate,
  signalError,
  signals,
  transactionSignals,
} from './lifecycle/signals.js';
export type {
  SignalOrigin,
  PostBulkInsert,
  PostDelete,
  PostInit,
  PostLoad,
  PostSave,
  PostUpdate,
  PostWrite,
  PreBulkInsert,
  PreDelete,
  PreInit,
  PreSave,
  PreSavePostValidation,
  PreUpdate,
  SignalErrorPayload,
  SignalPayload,
} from './lifecycle/payloads.js';
export { UpdateByFilterRefusedError } from './operation/update/update-by-filter-refused-error.js';
export { PartialDocumentError } from './operation/save/partial-document-error.js';
export type { UpdateResult, UpsertResult } from './lifecycle/update-result.js';
export type {
  DocumentWrite,
  WriteByFilter,
  WriteKind,
  WriteOfDocuments,
} from './lifecycle/document-write.js';
export { Transaction } from './lifecycle/transaction-payloads.js';
export type { PostCommit, PostRollback, TransactionPayload } from './lifecycle/transaction-payloads.js';
export { ParallelWriteError, RecursiveSignalError } from './lifecycle/lifecycle-errors.js';
export { ChangeSet } from './state/change/change-set.js';
export type { DocumentChange } from './state/change/change-set.js';
export type { ChangeSetPath } from './state/change/change-set-types.js';

export { OnSignal } from './listener/declare/on-signal.js';
export {
  OnPostBulkInsert,
  OnPostDelete,
  OnPostInit,
  OnPostLoad,
  OnPostSave,
  OnPostUpdate,
  OnPostWrite,
  OnPreBulkInsert,
  OnPreDelete,
  OnPreInit,
  OnPreSave,
  OnPreSavePostValidation,
  OnPreUpdate,
  OnSignalError,
} from './listener/declare/signal-decorators.js';
export { OnCommit, OnRollback } from './listener/declare/transaction-decorators.js';
export type {
  ListenerDecorator,
  ListenerOptions,
  TransactionListenerOptions,
} from './listener/declare/listener-declaration.js';
export {
  DocumentNotRegisteredError,
  InvalidListenerError,
  TransientListenerError,
} from './listener/listener-errors.js';

export { DocumentRepository } from './repository/public-repository.js';
export { QuerySet } from './repository/query-set.js';
export { Aggregation } from './repository/aggregation.js';
export { AggregatedDocuments } from './repository/aggregated-documents.js';
export type { ForRow } from './repository/aggregation-steps.js';
export type { AggregationOptions } from './operation/aggregate/aggregation-options.js';
export type { ExplainVerbosity } from './driver/command/check-options.js';
export type { RepositoryContext } from './operation/repository-context.js';
export type {
  KeysetPage,
  KeysetPageOptions,
  NumberedPage,
  NumberedPageOptions,
} from './query/page/page-options.js';
export type { UnreadableDocuments } from './operation/find/unreadable.js';
export { DocumentQuery } from './repository/document-query.js';
export type { Loaded, LoadedForm, PopulatePath, PopulateTarget } from './repository/populate/loaded.js';
export type {
  CheckedPaths,
  LoadedBy,
  PopulateOption,
  PopulateOptions,
  PopulatePaths,
} from './repository/populate/populate-options.js';
export { DanglingReferenceError, PopulateLimitError } from './operation/populate/populate-errors.js';
export type {
  DistinctValue,
  DocumentOrPart,
  DocumentPart,
  DocumentsByIds,
  OmittedDocument,
  PlainDocument,
  PlainValue,
  PluckedValue,
  SelectedDocument,
  SelectionPath,
} from './repository/selected.js';
export type { AssignValues, CreateValues, GivenValue } from './schema/type/given-types.js';
export type {
  AssignOptions,
  DeleteByIdOptions,
  DeleteManyOptions,
  FindOneAndDeleteOptions,
  FindOneAndReplaceOptions,
  FindOneAndUpdateOptions,
  FindOptions,
  DeleteOptions,
  InsertManyOptions,
  BulkWriteOptions,
  ModifyOptions,
  OperationOptions,
  RestoreManyOptions,
  SaveManyOptions,
  UpdateOptions,
  WriteBehaviours,
  WriteOptions,
} from './operation/operation-options.js';
export type {
  ClaimOptions,
  LeaseDuration,
  ReleaseOptions,
  RenewOptions,
} from './operation/lease/lease-options.js';
export {
  DocumentAlreadyStoredError,
  DocumentDeletedError,
  DocumentNotFoundError,
  DocumentNotRestoredError,
  DocumentNotStoredError,
  DocumentRolledBackError,
  EmptyFilterError,
  InvalidOptionsError,
  ReadOnlyDocumentError,
  RepositoryNotReadyError,
  StaleDocumentError,
  WrongDocumentClassError,
} from './operation/operation-errors.js';
export { FieldRoleMissingError } from './operation/role/field-role-missing-error.js';
export type { Accumulator } from './query/expression/accumulator.js';
export type { DateUnit, DateZone } from './query/expression/dates.js';
export type { Expression } from './query/expression/expression.js';
export type { RowExpressions } from './query/expression/expressions.js';
export type { LookupFields } from './query/pipeline/lookup.js';
export type { RawStage } from './query/pipeline/raw-stage.js';
export type { AggregationRow } from './query/pipeline/row-types.js';
export type { UnwindOptions } from './query/pipeline/unwind.js';
export type { FilterExpression, FilterOperator, RawCondition } from './query/filter-operator.js';
export type { FilterOptions } from './query/compile-filter.js';
export { allOf } from './query/array/all-of.js';
export { elemMatch } from './query/array/elem-match.js';
export { size } from './query/array/size.js';
export { between } from './query/comparison/between.js';
export { gt } from './query/comparison/gt.js';
export { gte } from './query/comparison/gte.js';
export { lt } from './query/comparison/lt.js';
export { lte } from './query/comparison/lte.js';
export { noneOf } from './query/comparison/none-of.js';
export type { OrderedValue } from './query/comparison/ordered.js';
export { oneOf } from './query/comparison/one-of.js';
export { bitsAllClear, bitsAllSet, bitsAnyClear, bitsAnySet } from './query/element/bits.js';
export type { BitMask } from './query/element/bits.js';
export { exists } from './query/element/exists.js';
export { mod } from './query/element/mod.js';
export { raw } from './query/element/raw.js';
export { typeOf } from './query/element/type-of.js';
export type { BsonTypeName } from './query/element/type-of.js';
export type { GeoArea, GeoGeometry } from './query/geo/geometry.js';
export { intersects } from './query/geo/intersects.js';
export { near } from './query/geo/near.js';
export type { NearOptions } from './query/geo/near.js';
export { within } from './query/geo/within.js';
export { withinCircle } from './query/geo/within-circle.js';
export { and } from './query/logic/and.js';
export type { FilterGroup } from './query/logic/group.js';
export { nor } from './query/logic/nor.js';
export { not } from './query/logic/not.js';
export { or } from './query/logic/or.js';
export { contains } from './query/text/contains.js';
export { endsWith } from './query/text/ends-with.js';
export { matches } from './query/text/matches.js';
export type { TextMatchOptions } from './query/text/pattern.js';
export { startsWith } from './query/text/starts-with.js';
export { text } from './query/text/text.js';
export type { TextSearchOptions } from './query/text/text.js';
export type { DocumentFilter } from './query/filter.js';
export { addToSet } from './update/array/add-to-set.js';
export { popFirst, popLast } from './update/array/pop.js';
export { pull } from './update/array/pull.js';
export { pullAll } from './update/array/pull-all.js';
export { push, pushAll } from './update/array/push.js';
export type { PushOptions } from './update/array/push.js';
export { updateElements } from './update/array/update-elements.js';
export type { DocumentUpdate, ElementChanges, UpdateValue } from './update/document-update.js';
export type { ElementCondition } from './query/array/element-condition.js';
export { max } from './update/field/max.js';
export { min } from './update/field/min.js';
export { now } from './update/field/now.js';
export { rename } from './update/field/rename.js';
export { setOnInsert } from './update/field/set-on-insert.js';
export { unset } from './update/field/unset.js';
export { bit } from './update/number/bit.js';
export type { BitChanges } from './update/number/bit.js';
export { inc } from './update/number/inc.js';
export { mul } from './update/number/mul.js';
export { SentUpdate, UpdateDraft } from './update/update-draft.js';
export type { UpdateStep } from './update/update-draft.js';
export { InvalidUpdateError } from './update/update-errors.js';
export type { ElementUpdateOperator, UpdateOperator } from './update/update-operator.js';
export { filterFrom } from './query/request/filter-from.js';
export { InvalidRequestError, InvalidRequestOptionsError } from './query/request/request-errors.js';
export type { RequestIssue, RequestIssueCode } from './query/request/request-errors.js';
export type {
  RequestOperator,
  RequestPaging,
  RequestQuery,
  RequestQueryOptions,
} from './query/request/request-options.js';
export type { DocumentSort, SortDirection } from './query/compile-sort.js';
export type { DocumentId, DocumentIdOrHex } from './schema/type/id-types.js';
export type { DocumentField, DocumentPath, DocumentPathValue } from './schema/type/path-types.js';
export {
  InvalidCursorError,
  InvalidFilterError,
  InvalidPipelineError,
  InvalidQueryError,
  OperatorNotAllowedError,
  UnknownPathError,
} from './query/query-errors.js';

export { ValidationError } from './validation/validation-error.js';
export { ValidatorTimeoutError } from './validation/validator-timeout-error.js';
export type { ValidationIssueCode, ValidationIssue } from './validation/validation-issue.js';
export { DecodeError } from './codec/codec-errors.js';
export { DateOutOfRangeError } from './kind/scalar/unrepresentable-date.js';
export { DocumentConstructorError } from './codec/construct.js';
export { FieldNotWritableError } from './schema/set-field.js';

export { Connection } from './driver/connection.js';
export type {
  BaseConnectionOptions,
  ClientConnectionOptions,
  ConnectionOptions,
  ConnectionRetryOptions,
  UriConnectionOptions,
} from './driver/connection-options.js';
export type { ContextSource } from './driver/context-source.js';
export {
  ConnectionConfigurationError,
  ConnectionFailedError,
  DuplicateConnectionError,
  UnknownConnectionError,
} from './driver/errors/connection-errors.js';
export type { TimeoutOptions, Timeouts } from './driver/timeouts.js';
export { Transactions } from './transaction/transactions.js';
export type { CurrentTransaction } from './transaction/current-transaction.js';
export type { TransactionPropagation, TransactionOptions } from './transaction/transaction-options.js';
export {
  CommitOutcomeUnknownError,
  CommitRefusedError,
  InvalidTransactionOptionsError,
  OtherConnectionError,
  TransactionConflictError,
  TransactionFailedError,
  TransactionInterruptedError,
  TransactionNotAllowedError,
  TransactionNotRepeatableError,
  TransactionRequiredError,
  TransactionOverError,
  UnmanagedTransactionError,
} from './transaction/transaction-errors.js';
export { TransactionsNotSupportedError } from './driver/errors/transactions-not-supported-error.js';
export {
  BulkWriteError,
  DeleteManyError,
  WriteNotDurableError,
  WriteOutcomeUnknownError,
} from './driver/errors/outcome-errors.js';
export {
  DocumentTooLargeError,
  DuplicateKeyError,
  ServerUnavailableError,
  WriteRefusedError,
} from './driver/errors/write-errors.js';
export { QueryTimeoutError, ReadFailedError } from './driver/errors/read-errors.js';
export { ShuttingDownError } from './driver/errors/shutdown-error.js';
export type { BulkWriteResult } from './operation/bulk/bulk-counts.js';
export type { BulkWritePart } from './operation/bulk/write-part.js';
export type {
  BulkOutcome,
  BulkWriteFailure,
  UncertainBulkOutcome,
  WriteOutcome,
} from './driver/errors/write-outcome.js';
export {
  InvalidMigrationError,
  InvalidMigrationLedgerError,
  InvalidMigrationOptionsError,
  IrreversibleMigrationError,
  MigrationFailedError,
  MigrationLockLostError,
  MigrationsChangedError,
} from './server/migration/migration-errors.js';
export { SequenceError } from './behaviour/sequence-error.js';

export { ExpiresAt } from './server/declare/expires-at.js';
export type { ExpiresAtOptions } from './server/declare/expires-at.js';
export { Index, Unique } from './server/declare/index-decorators.js';
export type { FieldIndexDecorator, IndexDecorator } from './server/declare/index-decorator.js';
export type {
  DocumentIndexKeys,
  DocumentIndexOptions,
  FieldIndexOptions,
} from './server/declare/index-options.js';
export type { IndexDirection } from './schema/declare/index-record.js';
export { InvalidFactoryError, InvalidSeedError, SeedFailedError } from './module/seed/seed-errors.js';
export { isDocumentsError } from './module/any-documents-error.js';
export type { AnyDocumentsError, DocumentsErrorCode } from './module/any-documents-error.js';
export { DocumentsModule } from './module/documents.module.js';
export type {
  DocumentsModuleAsyncOptions,
  DocumentsModuleOptions,
  DocumentsOptionsFactory,
} from './module/documents-module-options.js';
export {
  InjectConnection,
  InjectDatabaseSchema,
  InjectRepository,
  InjectTransactions,
} from './module/inject.js';
export { DatabaseSchema } from './module/schema/database-schema.js';
export type { AppliedSchema, ApplySchemaOptions } from './module/schema/database-schema.js';
export { SchemaDriftError } from './module/schema/schema-drift-error.js';
export type { SchemaPolicy } from './driver/schema-policy.js';
export { SchemaPlan } from './server/plan/schema-plan.js';
export type {
  SchemaChange,
  SchemaChangeKind,
  SchemaDifference,
  SchemaPlanJson,
} from './server/schema-change.js';
export { SchemaNotAppliedError } from './server/schema-not-applied-error.js';
export { repositoryOf } from './module/repository-of.js';
export type { RepositoryBase } from './module/repository-of.js';
export { NotAProviderError } from './module/transactional/not-a-provider-error.js';
export { Transactional } from './module/transactional/transactional.js';
export type { TransactionalDecorator, TransactionalOptions } from './module/transactional/transactional.js';
export {
  getConnectionToken,
  getDatabaseSchemaToken,
  getRepositoryToken,
  getTransactionsToken,
} from './module/tokens.js';

import type { DanglingReferenceError, PopulateLimitError } from '../operation/populate/populate-errors.js';
import type { PartialDocumentError } from '../operation/save/partial-document-error.js';
import type { SequenceError } from '../behaviour/sequence-error.js';
import type { DecodeError } from '../codec/codec-errors.js';
import type { DocumentConstructorError } from '../codec/construct.js';
import type {
  ConnectionConfigurationError,
  ConnectionFailedError,
  DuplicateConnectionError,
  UnknownConnectionError,
} from '../driver/errors/connection-errors.js';
import type {
  BulkWriteError,
  DeleteManyError,
  WriteNotDurableError,
  WriteOutcomeUnknownError,
} from '../driver/errors/outcome-errors.js';
import type { DeleteIncompleteError } from '../driver/errors/delete-incomplete-error.js';
import type {
  DeleteDeniedError,
  DeletePlanTooLargeError,
} from '../operation/delete-plan/delete-plan-errors.js';
import type { QueryTimeoutError, ReadFailedError } from '../driver/errors/read-errors.js';
import type { ShuttingDownError } from '../driver/errors/shutdown-error.js';
import type {
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
} from '../transaction/transaction-errors.js';
import type { TransactionsNotSupportedError } from '../driver/errors/transactions-not-supported-error.js';
import type {
  DocumentTooLargeError,
  DuplicateKeyError,
  ServerUnavailableError,
  WriteRefusedError,
} from '../driver/errors/write-errors.js';
import type { InvalidNormaliserError } from '../kind/normalised-scalar.js';
import type { DateOutOfRangeError } from '../kind/scalar/unrepresentable-date.js';
import type { ParallelWriteError, RecursiveSignalError } from '../lifecycle/lifecycle-errors.js';
import type {
  DocumentNotRegisteredError,
  InvalidListenerError,
  TransientListenerError,
} from '../listener/listener-errors.js';
import type { InvalidFactoryError, InvalidSeedError, SeedFailedError } from './seed/seed-errors.js';
import type { NotAProviderError } from './transactional/not-a-provider-error.js';
import type {
  InvalidCursorError,
  InvalidFilterError,
  InvalidPipelineError,
  InvalidQueryError,
  OperatorNotAllowedError,
  UnknownPathError,
} from '../query/query-errors.js';
import type { UpdateByFilterRefusedError } from '../operation/update/update-by-filter-refused-error.js';
import type { InvalidUpdateError } from '../update/update-errors.js';
import type { InvalidRequestError, InvalidRequestOptionsError } from '../query/request/request-errors.js';
import type {
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
} from '../operation/operation-errors.js';
import type { FieldRoleMissingError } from '../operation/role/field-role-missing-error.js';
import type { OtherCopyError } from '../schema/declare/copies.js';
import type {
  DuplicateDocumentNameError,
  InvalidSchemaError,
  NotADocumentError,
  UnknownFieldTypeError,
} from '../schema/schema-errors.js';
import type { FieldNotWritableError } from '../schema/set-field.js';
import type {
  AsynchronousReceiverError,
  InvalidReceiverError,
  PostSignalError,
  ReceiverTimeoutError,
} from '../signal/signal-errors.js';
import type {
  InvalidMigrationError,
  InvalidMigrationLedgerError,
  InvalidMigrationOptionsError,
  IrreversibleMigrationError,
  MigrationFailedError,
  MigrationLockLostError,
  MigrationsChangedError,
} from '../server/migration/migration-errors.js';
import type { ValidationError } from '../validation/validation-error.js';
import type { ValidatorTimeoutError } from '../validation/validator-timeout-error.js';
import type { SchemaNotAppliedError } from '../server/schema-not-applied-error.js';
import type { SchemaDriftError } from './schema/schema-drift-error.js';
import { documentsErrorBrand } from '../errors/documents-error.js';

/** Every error that this package throws: a `switch` on its `code` narrows the type. */
export type AnyDocumentsError =
  | AsynchronousReceiverError
  | BulkWriteError
  | CommitOutcomeUnknownError
  | CommitRefusedError
  | ConnectionConfigurationError
  | ConnectionFailedError
  | DanglingReferenceError
  | DateOutOfRangeError
  | DecodeError
  | DeleteDeniedError
  | DeleteIncompleteError
  | DeleteManyError
  | DeletePlanTooLargeError
  | DocumentAlreadyStoredError
  | DocumentConstructorError
  | DocumentDeletedError
  | DocumentNotFoundError
  | DocumentNotRegisteredError
  | DocumentNotRestoredError
  | DocumentNotStoredError
  | PartialDocumentError
  | DocumentRolledBackError
  | DocumentTooLargeError
  | DuplicateConnectionError
  | DuplicateDocumentNameError
  | DuplicateKeyError
  | EmptyFilterError
  | FieldNotWritableError
  | FieldRoleMissingError
  | InvalidCursorError
  | InvalidFactoryError
  | InvalidFilterError
  | InvalidUpdateError
  | UpdateByFilterRefusedError
  | InvalidListenerError
  | InvalidNormaliserError
  | InvalidOptionsError
  | InvalidPipelineError
  | InvalidQueryError
  | InvalidReceiverError
  | InvalidRequestError
  | InvalidRequestOptionsError
  | InvalidSchemaError
  | InvalidSeedError
  | InvalidTransactionOptionsError
  | InvalidMigrationError
  | InvalidMigrationLedgerError
  | InvalidMigrationOptionsError
  | IrreversibleMigrationError
  | MigrationFailedError
  | MigrationLockLostError
  | MigrationsChangedError
  | NotADocumentError
  | NotAProviderError
  | OperatorNotAllowedError
  | OtherConnectionError
  | ParallelWriteError
  | PopulateLimitError
  | PostSignalError
  | OtherCopyError
  | QueryTimeoutError
  | ReadFailedError
  | ReadOnlyDocumentError
  | ReceiverTimeoutError
  | RecursiveSignalError
  | RepositoryNotReadyError
  | SeedFailedError
  | SchemaDriftError
  | SchemaNotAppliedError
  | SequenceError
  | ServerUnavailableError
  | ShuttingDownError
  | StaleDocumentError
  | TransactionConflictError
  | TransactionFailedError
  | TransactionInterruptedError
  | TransactionNotAllowedError
  | TransactionNotRepeatableError
  | TransactionRequiredError
  | TransactionOverError
  | TransactionsNotSupportedError
  | TransientListenerError
  | UnknownConnectionError
  | UnknownFieldTypeError
  | UnknownPathError
  | UnmanagedTransactionError
  | ValidationError
  | ValidatorTimeoutError
  | WriteNotDurableError
  | WriteOutcomeUnknownError
  | WriteRefusedError
  | WrongDocumentClassError;

/** The codes of the errors, each a heading in `docs/09-errors.md`. */
export type DocumentsErrorCode = AnyDocumentsError['code'];

/** Whether a value is an error of this package, from any copy of it in the process. */
export function isDocumentsError(error: unknown): error is AnyDocumentsError {
  return typeof error === 'object' && error !== null && documentsErrorBrand in error;
}

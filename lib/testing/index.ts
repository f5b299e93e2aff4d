export { SignalRecorder } from './signal-recorder.js';
export type { RecordedSignal, RecorderOptions } from './signal-recorder.js';
export { muteSignals } from './mute-signals.js';
export type { MuteOptions } from './mute-signals.js';
export { stubConnection } from './stub-connection.js';
export { stubQuerySet } from './stub-query-set.js';
export { stubTransactions } from './stub-transactions.js';
export { withReceiver } from './with-receiver.js';
export type { TemporaryReceiver } from './with-receiver.js';

export { SignalRecorder } from './signal-recorder.js';
export type { RecordedSignal, RecorderOptions } from './signal-recorder.js';
export { muteSignals } from './mute-signals.js';
export type { MuteOptions } from './mute-signals.js';
export { withReceiver } from './with-receiver.js';
export type { TemporaryReceiver } from './with-receiver.js';

/** Loaded by `runNode` into what it runs: nothing may go on, without its server, after the script was killed. */
process.once('disconnect', () => process.exit(1));
// Listening keeps a process alive; this channel is no reason to.
process.channel?.unref();

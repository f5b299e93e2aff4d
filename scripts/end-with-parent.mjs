/**
 * Loaded by `runNode` into what it runs, and into the Node processes that this starts: nothing may go on, without its server, after the
 * script was killed.
 */
const parent = process.ppid;
if (process.env.RUN_NODE_PARENT === String(parent)) {
  process.once('disconnect', () => process.exit(1));
  // Listening keeps a process alive; this channel is no reason to.
  process.channel?.unref();
} else {
  // The channel of a worker is for its work, and not to be listened to.
  setInterval(() => {
    if (process.ppid !== parent) process.exit(1);
  }, 1000).unref();
}

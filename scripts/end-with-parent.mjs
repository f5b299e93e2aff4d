/**
 * Loaded by `runNode` into what it runs, and into the Node processes that this starts: nothing may go on, without its server, after the
 * script was killed.
 */
const parent = process.ppid;
// A test runner replaces it in its workers.
const exit = process.exit.bind(process);
if (process.env.RUN_NODE_PARENT === String(parent)) {
  process.once('disconnect', () => exit(1));
  // Listening keeps a process alive; this channel is no reason to.
  process.channel?.unref();
} else {
  // The channel of a worker is for its work, and not to be listened to.
  setInterval(() => {
    if (process.ppid !== parent) exit(1);
  }, 1000).unref();
}

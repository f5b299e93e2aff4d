/**
 * Loaded by `runNode` into what it runs, and into the Node processes that this starts: nothing may go on, without its server, after the
 * script was killed.
 */
const parent = process.ppid;
// A test runner replaces it in its workers.
const exit = process.exit.bind(process);
if (process.env.RUN_NODE_PARENT === String(parent)) {
  process.once('disconnect', () => exit(1));
  // A channel that is listened to keeps the process alive; this one must not.
  process.channel?.unref();
} else {
  // A worker's channel carries its work, so it is not listened to.
  setInterval(() => {
    if (process.ppid !== parent) exit(1);
  }, 1000).unref();
}

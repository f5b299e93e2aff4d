import type { ClientSession } from 'mongodb';

/** A session without a server: its transactions begin and end, and nothing is sent. */
export function stubSession(): ClientSession {
  let isInTransaction = false;
  const end = async (): Promise<void> => {
    isInTransaction = false;
  };
  const session = {
    id: {},
    serverSession: {},
    hasEnded: false,
    inTransaction: () => isInTransaction,
    startTransaction() {
      isInTransaction = true;
    },
    commitTransaction: end,
    abortTransaction: end,
    async endSession() {
      session.hasEnded = true;
    },
  };
  return session as unknown as ClientSession;
}

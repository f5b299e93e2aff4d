/** Does something that changes nothing again until no fault is in its way. @throws its error after a hundred times */
export async function insist<R>(read: () => Promise<R>): Promise<R> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read();
    } catch (error) {
      if (attempt === 100) throw error;
    }
  }
}

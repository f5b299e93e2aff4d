import { createInterface } from 'node:readline/promises';

/** Whether somebody sits at the terminal. */
export function canAsk(): boolean {
  return process.stdin.isTTY && process.stderr.isTTY;
}

/** Asks a question at the terminal. @returns whether the answer is yes; no if the input ends */
export async function confirm(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const ended = new Promise<string>((resolve) => {
    asking.once('close', () => {
      resolve('');
    });
  });
  const answer = await Promise.race([asking.question(`${question} (yes/no) `), ended]);
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}

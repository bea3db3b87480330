/** Why a file is not opened. */
export const refusal = ({ name }: File, reason: string): Error => new Error(`${name}: ${reason}`);

/** Does something with a file. What is wrong with it is said with its name. */
export async function named<T>(file: File, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw refusal(file, cause instanceof Error ? cause.message : String(cause));
  }
}

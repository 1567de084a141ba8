/**
 * Runs something and says how many seconds of processor all threads of this process needed for it: a function of 1,769 MB has
 * one core, which its garbage collector shares. It is also what others on this machine do not change.
 */
export function timeProcessor<T>(act: () => T): { readonly result: T; readonly seconds: number } {
  const before = process.cpuUsage();
  const result = act();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: (user + system) / 1e6 };
}

/** One line that is rewritten, on a terminal only. */
export function createProgress(silent: boolean) {
  const visible = process.stderr.isTTY && !silent;
  const clear = '\r\u001b[K';
  return {
    show: (step: string) => {
      if (visible) process.stderr.write(`${clear}${step} …`);
    },
    end: () => {
      if (visible) process.stderr.write(clear);
    },
  };
}

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `npm run transcripts` writes what the tests would compare; what it changed is then read, and committed. */
const WRITES = process.env.SCORELANE_TRANSCRIPTS === 'write';

/** Compares a screen with what it was when it was read last. @param name below this folder, without its ending */
export function expectGolden(name: string, lines: readonly string[]): void {
  const path = join(__dirname, `${name}.txt`);
  const text = `${lines.join('\n')}\n`;
  if (WRITES) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
  expect(text).toBe(readGolden(path));
}

function readGolden(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return `(none: npm run transcripts writes ${path})`;
  }
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownResource } from './resources.ts';

/** The tables of the last release: `note-release.ts` writes them down. */
export interface Release {
  /** A tag, or a commit before the first one. */
  readonly release: string;
  readonly tables: Readonly<Record<string, KnownResource>>;
}

export const RELEASE_FILE = join(import.meta.dirname, 'release.json');

export const readRelease = (): Release => JSON.parse(readFileSync(RELEASE_FILE, 'utf8'));

import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What a running local stack tells about itself in `<data directory>/local-stack.json`, from its first answer to
 * its end. A killed stack leaves the file behind: ask `apiUrl` before relying on it.
 */
export interface LocalStackDescription {
  readonly pid: number;
  readonly apiUrl: string;
  /** Of the page on which leads are scored. */
  readonly pageUrl: string;
  /** What the functions have in their environment, endpoints and credentials of the emulators included. */
  readonly environment: Readonly<Record<string, string>>;
  /** What the resources of the template are called: table and bucket names, queue URLs, by logical name. */
  readonly resources: Readonly<Record<string, string>>;
}

const path = (dataDir: string): string => join(dataDir, 'local-stack.json');

export async function writeStackFile(dataDir: string, description: LocalStackDescription): Promise<void> {
  // Renamed into place, so that nobody reads half of it.
  const draft = `${path(dataDir)}.draft`;
  await writeFile(draft, `${JSON.stringify(description, undefined, 2)}\n`);
  await rename(draft, path(dataDir));
}

export const removeStackFile = (dataDir: string): Promise<void> => rm(path(dataDir), { force: true });

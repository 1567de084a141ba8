import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageService } from './packaged-service.ts';

/** What distinguishes a package from the one that is packaged here. */
export interface PackageChanges {
  readonly commit: string;
  /** Code of the API's function, instead of the real one. */
  readonly api?: string;
}

/** Where the deployment tool puts the archives, which it fixes when it packages: a time in two forms. */
const ARTIFACTS = /\d{13}-\d{4}-\d\d-\d\dT[\d:.]+Z/g;
let packages = 0;

/**
 * Another package of a stage, as a later commit makes one. Aliases are followed at once, so that no test waits for half a
 * minute.
 */
export function makePackage(
  python: string,
  stage: string,
  folder: string,
  { commit, api }: PackageChanges,
): string {
  packages += 1;
  const time = new Date(Date.UTC(2026, 0, packages));
  const made = join(folder, `package-${packages}`);
  cpSync(packageService(stage).directory, made, { recursive: true });
  for (const name of readdirSync(made).filter((file) => file.endsWith('.json'))) {
    const text = readFileSync(join(made, name), 'utf8')
      .replace(ARTIFACTS, `${time.getTime()}-${time.toISOString()}`)
      .replace(/("ALIAS_TTL_SECONDS":\s*)"?30"?/g, '$10')
      .replace(/"not known"/g, JSON.stringify(commit));
    writeFileSync(join(made, name), text);
  }
  if (api !== undefined) {
    const code =
      'import sys, zipfile; zipfile.ZipFile(sys.argv[1], "w").writestr(".build/api/index.js", sys.argv[2])';
    const { status, stderr } = spawnSync(python, ['-c', code, join(made, 'api.zip'), api], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(stderr);
  }
  return made;
}

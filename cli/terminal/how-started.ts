import { readFileSync } from 'node:fs';
import { posix, win32 } from 'node:path';

/** What tells how the command was started. */
export interface Start {
  /** `process.argv[1]`: the file or the link that was started, as an absolute path. */
  readonly script: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
}

/**
 * The first words of a command line that starts this command in the same way: `scorelane` of the PATH, `npx scorelane`,
 * `npm run scorelane --`, or `node` with the path of the script, whichever the user took. Paths are those of the working folder.
 *
 * @example wordsOfStart({ script: '/usr/bin/scorelane', cwd: '/home/ada', env: { PATH: '/usr/bin' }, platform: 'linux' }) // ['scorelane']
 */
export function wordsOfStart(start: Start): string[] {
  const { script, env } = start;
  const { basename, dirname, join } = pathsOf(start);
  return LINK.test(basename(script))
    ? wordsOfLink(start)
    : wordsOfScript(
        start,
        // What runs from its sources is started by the file that any Node can read.
        basename(script) === 'main.ts' ? join(dirname(script), 'scorelane.mjs') : script,
        env.npm_command === 'run' || env.npm_command === 'run-script',
      );
}

/** The names of what npm puts into a folder of commands. */
const LINK = /^scorelane(\.cmd|\.ps1|\.exe)?$/;

function wordsOfLink(start: Start): string[] {
  const { script, cwd, env } = start;
  const { dirname, basename } = pathsOf(start);
  const folder = dirname(script);
  if (basename(folder) !== '.bin') return isInPath(start, folder) ? ['scorelane'] : [nameFile(start, script)];
  const project = dirname(dirname(folder));
  const fetched = env.npm_command === 'exec' ? readFetched(start, project) : undefined;
  if (fetched !== undefined) return wordsOfFetched(start, fetched);
  // npx finds the commands of the folder it runs in and of those above.
  return env.npm_command === 'exec' || isWithin(start, cwd, project)
    ? ['npx', 'scorelane']
    : [nameFile(start, script)];
}

function wordsOfScript(start: Start, script: string, isNpmRun: boolean): string[] {
  const { cwd, env, platform } = start;
  const { dirname } = pathsOf(start);
  const manifest = env.npm_package_json ?? '';
  if (isNpmRun && env.npm_lifecycle_event === 'scorelane' && dirname(manifest) === dirname(dirname(script)))
    return ['npm', 'run', 'scorelane', '--'];
  // A link that is a script of the shell, as on Windows, names the file itself.
  const [installed] = /^.*(?=[\\/]node_modules[\\/]scorelane[\\/])/.exec(script) ?? [];
  if (installed !== undefined) {
    if (env.npm_command === 'exec' || isWithin(start, cwd, installed)) return ['npx', 'scorelane'];
    if (platform === 'win32' && isInPath(start, installed)) return ['scorelane'];
  }
  return ['node', nameFile(start, script)];
}

/** The package that npx fetched or linked into its cache, as it was asked for. */
function readFetched({ platform }: Start, folder: string): string | undefined {
  const { join } = platform === 'win32' ? win32 : posix;
  try {
    const manifest: { readonly _npx?: { readonly packages?: readonly string[] } } = JSON.parse(
      readFileSync(join(folder, 'package.json'), 'utf8'),
    );
    return manifest._npx?.packages?.[0];
  } catch {
    // npx took a command that was installed.
    return undefined;
  }
}

function wordsOfFetched(start: Start, spec: string): string[] {
  if (/^scorelane(@|$)/.test(spec)) return ['npx', spec];
  return isWithin(start, start.cwd, spec) ? ['npx', 'scorelane'] : ['npx', '--package', spec, 'scorelane'];
}

const pathsOf = ({ platform }: Pick<Start, 'platform'>) => (platform === 'win32' ? win32 : posix);

const isWithin = (start: Start, path: string, folder: string): boolean => {
  const { relative, isAbsolute } = pathsOf(start);
  const way = relative(folder, path);
  return !isAbsolute(way) && !/^\.\.($|[\\/])/.test(way);
};

function isInPath(start: Start, folder: string): boolean {
  const { delimiter, resolve } = pathsOf(start);
  const { env, cwd } = start;
  return (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .some((entry) => entry !== '' && resolve(cwd, entry) === folder);
}

/** A file as seen from the working folder, or by its whole path where that is shorter. */
function nameFile(start: Start, file: string): string {
  const { relative, sep } = pathsOf(start);
  const way = relative(start.cwd, file);
  if (!way.includes(sep)) return `.${sep}${way}`;
  return way.length < file.length ? way : file;
}

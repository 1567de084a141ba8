import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { build, type Metafile, type Plugin } from 'esbuild';
import { listVersions } from '../../../cli/models/list-versions.ts';

const root = join(import.meta.dirname, '../../..');

/** A program that a module starts beside itself: a thread's. */
const PROGRAM = /new URL\('\.\/([\w-]+)\.ts', import\.meta\.url\)/g;

/** Users run it where their pickle is: `scorelane import --exporter` prints it. */
const EXPORTER = 'scorelane_export.py';

/** What only the build knows, in the place of these files. */
const REPLACED: Readonly<Record<string, () => string>> = {
  'cli/models/list-versions.ts': () =>
    `const versions = ${JSON.stringify(listVersions())};
export const listVersions = () => ({ ...versions, node: process.versions.node });`,
  'cli/import/exporter-script.ts': () =>
    `import { readFileSync } from 'node:fs';
export const readExporter = () => readFileSync(new URL('./${EXPORTER}', import.meta.url), 'utf8');`,
  'cli/train/report-script.ts': () =>
    `import { readFileSync } from 'node:fs';
export const readChartScript = () =>
  readFileSync(new URL('./chart.js', import.meta.url), 'utf8').replace(/\\/\\/# sourceMappingURL=.*$/m, '');`,
};

/**
 * Compiles the command, with the libraries that it uses, to JavaScript for Node 20: `main.js`, a file for each thread's program, and
 * chunks that commands share. All lie in one folder, so that a program is beside every chunk that starts it.
 *
 * @param out the folder
 * @returns what it is made of
 */
export async function compileCli(out: string): Promise<Metafile> {
  const { metafile } = await build({
    entryPoints: { main: 'cli/main.ts', ...findPrograms() },
    outdir: out,
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The SDK's `main` files are twice the code of its `module` files.
    mainFields: ['module', 'main'],
    plugins: [replaceFiles],
    // Libraries that are CommonJS ask for Node's own modules.
    banner: {
      js: "import { createRequire as createRequireHere } from 'node:module';const require = createRequireHere(import.meta.url);",
    },
    // It warns that its later releases will not run under Node 20; the one inside does.
    define: { 'process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED': '"true"' },
    // Names stay, so that a stack trace can be read.
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'error',
  });
  // Beside its `main` file: which of its files may be asked for is the library's to say.
  const chart = dirname(createRequire(import.meta.url).resolve('chart.js'));
  cpSync(join(chart, 'chart.umd.min.js'), join(out, 'chart.js'));
  cpSync(join(root, 'clients/python', EXPORTER), join(out, EXPORTER));
  return metafile;
}

/** By name, the programs that modules of the command start. */
function findPrograms(): Record<string, string> {
  const programs: Record<string, string> = {};
  for (const folder of ['cli', 'lib']) {
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
      if (!name.endsWith('.ts')) continue;
      const file = join(root, folder, name);
      for (const [, program] of readFileSync(file, 'utf8').matchAll(PROGRAM)) {
        programs[program!] = relative(root, resolve(dirname(file), `${program}.ts`));
      }
    }
  }
  return programs;
}

const replaceFiles: Plugin = {
  name: 'what only the build knows',
  setup(context) {
    for (const file of Object.keys(REPLACED)) {
      // A file that was moved would be bundled as it is, and fail at its users' only.
      if (!existsSync(join(root, file)))
        throw new Error(`${file} is replaced in the package, and is not there`);
    }
    context.onLoad({ filter: /[\\/](cli|lib)[\\/].*\.ts$/ }, ({ path }) => {
      const replaced = REPLACED[relative(root, path).replaceAll('\\', '/')];
      if (replaced !== undefined) return { contents: replaced(), loader: 'js' };
      const text = readFileSync(path, 'utf8');
      return { contents: text.replace(PROGRAM, "new URL('./$1.js', import.meta.url)"), loader: 'ts' };
    });
  },
};

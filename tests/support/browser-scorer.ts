import { join } from 'node:path';
import { buildSync } from 'esbuild';

/**
 * lib/model as a browser gets it: a script that sets `scorer.explainAll(artifact, leads)`, which answers with JSON, so
 * that every bit of a number arrives.
 */
export function bundleScorer(): string {
  const { outputFiles } = buildSync({
    stdin: {
      contents: `
        import { compileModel } from './lib/model/compile-model.ts';
        export const explainAll = (artifact, leads) => {
          const model = compileModel(artifact);
          return JSON.stringify(leads.map((lead) => model.explain(lead)));
        };`,
      resolveDir: join(__dirname, '../..'),
    },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    globalName: 'scorer',
    minify: true,
    write: false,
  });
  return outputFiles[0]!.text;
}

import { styleText } from 'node:util';
import type { LocalStackDescription } from './stack-file.ts';

interface Surroundings {
  /** As a person writes it. */
  readonly dataDir: string;
  /** To try, if there is one. */
  readonly lead: unknown;
  /** What the clock shows, where it was set. */
  readonly clock: string | undefined;
}

/** What `npm start` says when all is ready. */
export function banner(
  { apiUrl, pageUrl, environment }: Pick<LocalStackDescription, 'apiUrl' | 'pageUrl' | 'environment'>,
  { dataDir, lead, clock }: Surroundings,
): string {
  const strong = (text: string) => styleText(['bold', 'green'], text);
  const quiet = (text: string) => styleText('dim', text);
  const request =
    lead === undefined
      ? `curl ${apiUrl}/`
      : `curl -s ${apiUrl}/predict -H 'content-type: application/json' -d '${shellQuoted(JSON.stringify(lead))}'`;
  return [
    '',
    `  Scorelane answers at ${strong(apiUrl)}`,
    '',
    `  ${quiet('page')}    ${strong(pageUrl)}`,
    `  ${quiet('try')}     ${request}`,
    `  ${quiet('bucket')}  ${environment.BUCKET}  ${quiet('(a CSV file under datasets/<model>/ trains that model)')}`,
    `  ${quiet('data')}    ${dataDir}  ${quiet('(kept between runs; delete it to start afresh)')}`,
    ...(clock === undefined ? [] : [`  ${quiet('clock')}   ${clock}`]),
    `  ${quiet('stop')}    Ctrl-C`,
    '',
  ].join('\n');
}

const shellQuoted = (text: string): string => text.replaceAll("'", `'\\''`);

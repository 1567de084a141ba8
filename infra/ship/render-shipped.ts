import type { Shipped } from './ship-stage.ts';

/** What became of a deployment, as Markdown for a job's summary. */
export function renderShipped(stage: string, { url, done, failed }: Shipped): string[] {
  const steps = done.map((line) => `- ${line}`);
  if (failed !== undefined) {
    const { step, reason, back } = failed;
    return [
      `## ${stage}: ${step} failed`,
      '',
      reason,
      '',
      back.complete
        ? `**${stage} is back at what it was before.**`
        : `**${stage} is not back at what it was before.**`,
      '',
      ...back.lines.map((line) => `- ${line}`),
      ...(steps.length === 0 ? [] : ['', 'Before that:', '', ...steps]),
    ];
  }
  return [
    `## ${stage} answers at ${url}`,
    '',
    ...steps,
    `- [What it is and how to ask it](${url}/docs), [is it well](${url}/health)`,
    `- A key for a page: \`npx scorelane keys create page --scope form --rate 60 --stage ${stage}\``,
  ];
}

import type { ProblemDescription } from '../../contract/problem.ts';
import { PROBLEM_TEXTS } from '../../contract/problem-texts.ts';
import { PROBLEMS, type ProblemType } from '../../contract/words.ts';
import { escapeHtml, prose, renderPage } from './html-page.ts';
import { problemExample } from './problem-examples.ts';

/**
 * What a type means, as `GET /problems/{type}` answers it in JSON.
 *
 * @returns undefined: the API has no such type
 */
export function describeProblem(name: string, basePath = ''): ProblemDescription | undefined {
  if (!Object.hasOwn(PROBLEMS, name)) return undefined;
  const type = name as ProblemType;
  const [status, title] = PROBLEMS[type];
  const { means, remedy } = PROBLEM_TEXTS[type];
  return { type: `${basePath}/problems/${type}`, title, status, means, remedy };
}

/** The page of a type: what happened, what to do, and such an answer. */
export function renderProblem(
  { type, title, status, means, remedy }: ProblemDescription,
  basePath: string,
): string {
  const example = { ...problemExample(type.replace(/^.*\//, '') as ProblemType), type };
  return renderPage(
    `${title}: a problem of the API`,
    `<h1>${escapeHtml(title)}</h1>
<p class="soft">Status ${status}, type <code>${escapeHtml(type)}</code></p>
<h2>What it means</h2><p>${prose(means)}</p>
<h2>What to do</h2><p>${prose(remedy)}</p>
<h2>Such an answer</h2><pre>${escapeHtml(JSON.stringify(example, null, 2))}</pre>
<p class="soft">A type never changes its meaning. <a href="/docs#problems">All problems</a></p>`,
    basePath,
  );
}

import type { ApiRoute } from '../api-route.ts';
import type { OpenApi } from './build-openapi.ts';
import { describeRoute } from './describe-route.ts';
import { escapeHtml, prose, renderPage } from './html-page.ts';
import { PROBLEM_TYPES } from './problem-examples.ts';
import { describeProblem } from './render-problem.ts';
import { listTags } from './tags.ts';

/** The OpenAPI document as a page: no script, no other host. */
export function renderDocs(document: OpenApi, routes: readonly ApiRoute[]): string {
  const { components, servers } = document as unknown as {
    components: { schemas: Record<string, unknown> };
    servers: readonly { readonly url: string }[];
  };
  // On this host, whatever name the client knows it by.
  const basePath = new URL(servers[0]!.url).pathname.replace(/\/$/, '');
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) =>
      `<details id="${name}"><summary>${name}</summary><pre>${escapeHtml(JSON.stringify(schema, null, 2))}</pre></details>`,
  );
  const described = routes.map((route) => ({ route, tag: describeRoute(route).tag }));
  const parts = listTags(new Set(described.map(({ tag }) => tag))).map(({ name, description }) => {
    const own = described.filter(({ tag }) => tag === name).map(({ route }) => renderRoute(route));
    return `<h2 class="part">${escapeHtml(name)}</h2><p>${prose(description)}</p>\n${own.join('\n')}`;
  });
  return renderPage(
    'Lead conversion predictions: the API',
    `<h1>Lead conversion predictions</h1>
<p>Submit a lead, get an id at once, read its score by that id. Errors are problem details (RFC 9457): the address in <code>type</code> is that of a page which explains it. Every answer carries <code>x-request-id</code>. The same as <a href="/openapi.json">OpenAPI 3.1</a>.</p>
${parts.join('\n')}
<h2 class="part" id="problems">Problems</h2>
${renderProblems()}
<h2 class="part">What is sent and answered</h2>
${schemas.join('\n')}`,
    basePath,
  );
}

const renderProblems = (): string =>
  renderRows(
    PROBLEM_TYPES.map((name) => describeProblem(name)!)
      .sort((a, b) => a.status - b.status)
      .map(({ status, type, means }) => [String(status), `\`${type}\` ${means}`]),
  );

const renderRows = (cells: readonly (readonly [string, string])[]): string =>
  cells.length === 0
    ? ''
    : `<table>${cells.map(([name, text]) => `<tr><td><code>${escapeHtml(name)}</code></td><td>${prose(text)}</td></tr>`).join('')}</table>`;

function renderRoute(route: ApiRoute): string {
  const { method, path, scope } = route;
  const { summary, description, parameters, body, answers, problems } = describeRoute(route);
  const answered = Object.entries(answers).map(([status, answer]): [string, string] => [
    status,
    answer.schema !== undefined ? `${answer.is} → \`${answer.schema}\`` : answer.is,
  ]);
  const schema = body === undefined ? '' : `<p>${prose(`Body → \`${body}\``)}</p>`;
  return `<h2><b>${method}</b> <code>${escapeHtml(path.replace(/:(\w+)/g, '{$1}'))}</code></h2>
<p>${prose(summary)}${description === undefined ? '' : `. ${prose(description)}`} <span class="soft">${scope === 'open' ? 'no key needed' : `scope ${scope}`}</span></p>
${renderRows(parameters.map(({ name, description: text }) => [name, text]))}${schema}
${renderRows(answered)}${problems.length === 0 ? '' : `<p class="soft">Problems: ${problems.join(', ')}</p>`}`;
}

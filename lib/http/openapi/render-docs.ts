import type { ApiRoute } from '../api-route.ts';
import type { OpenApi } from './build-openapi.ts';
import { describeRoute } from './operations.ts';

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** `code` in a text; a name of a schema leads to it. */
const prose = (text: string): string =>
  escapeHtml(text)
    .replace(/→ `(\w+)`/g, '→ <a href="#$1"><code>$1</code></a>')
    .replace(/`([^`]+)`/g, '<code>$1</code>');

const STYLE = `:root { color-scheme: light dark } body { font: 15px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2.2rem 0 .2rem; font-size: 1.05rem } h2 b { display: inline-block; min-width: 3.6rem } .soft { opacity: .7 }
table { border-collapse: collapse; margin: .4rem 0 } td { padding: .15rem .8rem .15rem 0; vertical-align: top }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #8884; border-radius: 6px; font-size: 13px } summary { cursor: pointer }`;

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
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Lead conversion predictions: the API</title><style>${STYLE}</style></head>
<body><h1>Lead conversion predictions</h1>
<p>Submit a lead, get an id at once, ask by it. Errors are problem details (RFC 9457) with a stable <code>type</code>; every answer carries <code>x-request-id</code>. The same as <a href="${escapeHtml(basePath)}/openapi.json">OpenAPI 3.1</a>.</p>
${routes.map(renderRoute).join('\n')}
<h2>What is sent and answered</h2>
${schemas.join('\n')}
</body></html>
`;
}

function renderRoute(route: ApiRoute): string {
  const { method, path, scope } = route;
  const { summary, description, parameters, body, answers, problems } = describeRoute(route);
  const rows = (cells: readonly (readonly [string, string])[]) =>
    cells.length === 0
      ? ''
      : `<table>${cells.map(([name, text]) => `<tr><td><code>${escapeHtml(name)}</code></td><td>${prose(text)}</td></tr>`).join('')}</table>`;
  const answered = Object.entries(answers).map(([status, answer]): [string, string] => [
    status,
    answer.schema !== undefined ? `${answer.is} → \`${answer.schema}\`` : answer.is,
  ]);
  const schema = body === undefined ? '' : `<p>${prose(`Body → \`${body}\``)}</p>`;
  return `<h2><b>${method}</b> <code>${escapeHtml(path.replace(/:(\w+)/g, '{$1}'))}</code></h2>
<p>${prose(summary)}${description === undefined ? '' : `. ${prose(description)}`} <span class="soft">${scope === 'open' ? 'no key needed' : `scope ${scope}`}</span></p>
${rows(parameters.map(({ name, description: text }) => [name, text]))}${schema}
${rows(answered)}${problems.length === 0 ? '' : `<p class="soft">Problems: ${problems.join(', ')}</p>`}`;
}

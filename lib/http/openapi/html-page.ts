export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** `code` in a text; a name of a schema leads to it, and a type of problem to its page. */
export const prose = (text: string): string =>
  escapeHtml(text)
    .replace(/→ `(\w+)`/g, '→ <a href="#$1"><code>$1</code></a>')
    .replace(/`(\/problems\/[\w-]+)`/g, '<a href="$1"><code>$1</code></a>')
    .replace(/`([^`]+)`/g, '<code>$1</code>');

const STYLE = `:root { color-scheme: light dark } body { font: 15px/1.55 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
h2 { margin: 2.2rem 0 .2rem; font-size: 1.05rem } h2 b { display: inline-block; min-width: 3.6rem } .soft { opacity: .7 }
h2.part { margin-top: 3rem; padding-bottom: .3rem; border-bottom: 1px solid #8884; font-size: 1.3rem }
table { border-collapse: collapse; margin: .4rem 0 } td { padding: .15rem .8rem .15rem 0; vertical-align: top }
pre { overflow-x: auto; padding: .8rem; border: 1px solid #8884; border-radius: 6px; font-size: 13px } summary { cursor: pointer }`;

/**
 * A page that needs no other host.
 *
 * @param body HTML, whose links begin with a slash
 * @param basePath what stands before them where the client asks; empty: nothing
 */
export const renderPage = (title: string, body: string, basePath: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title><style>${STYLE}</style></head>
<body>${body.replaceAll('href="/', `href="${escapeHtml(basePath)}/`)}
</body></html>
`;

import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { extname, join, normalize } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};

/**
 * Serves the built page on this machine, with the address of the local API in its `config.json`.
 *
 * @param folder `dist/web`
 */
export function createPageServer(folder: string, apiUrl: string): Server {
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    if (pathname === '/config.json') {
      response.writeHead(200, { 'content-type': TYPES['.json'] }).end(JSON.stringify({ api: apiUrl }));
      return;
    }
    const file = normalize(join(folder, pathname === '/' ? 'index.html' : pathname));
    const bytes = file.startsWith(folder) ? await readFile(file).catch(() => undefined) : undefined;
    if (bytes === undefined)
      response.writeHead(404, { 'content-type': 'text/plain' }).end('There is no such file.\n');
    else
      response
        .writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' })
        .end(bytes);
  });
}

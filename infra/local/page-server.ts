import { readFile } from 'node:fs/promises';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { messageOf } from '../../lib/errors.ts';
import { fetchSchema, loadFormConfig } from '../build/load-form-config.ts';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
};

interface Page {
  /** `dist/web` */
  readonly folder: string;
  readonly apiUrl: string;
  /** Of the scope `form`, where the API asks for one. */
  readonly key: string | undefined;
  /** Read anew with every request, so that a change is seen by reloading. */
  readonly formFile: string;
}

/** Serves the built page on this machine, with the address of the local API and the form of `form.config.yml`. */
export function createPageServer({ folder, apiUrl, key, formFile }: Page): Server {
  const made: Readonly<Record<string, () => unknown>> = {
    '/config.json': () => ({ api: apiUrl, key }),
    '/form.json': () => loadFormConfig(formFile, () => fetchSchema(apiUrl)),
  };
  const answerWith = async (make: () => unknown, response: ServerResponse) => {
    try {
      const body = JSON.stringify(await make());
      response.writeHead(200, { 'content-type': TYPES['.json'] }).end(body);
    } catch (error) {
      // The page shows it: whoever wrote the file is looking at it.
      response.writeHead(422, { 'content-type': 'text/plain; charset=utf-8' }).end(messageOf(error));
    }
  };
  return createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const make = made[pathname];
    if (make !== undefined) return answerWith(make, response);
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

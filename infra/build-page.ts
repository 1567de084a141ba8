import { join } from 'node:path';
import { build } from 'vite';

/** Builds the page, `web/`, into `dist/web`. */
await build({
  configFile: join(import.meta.dirname, '../web/vite.config.ts'),
  logLevel: 'warn',
});

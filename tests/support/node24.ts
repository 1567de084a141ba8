import { join } from 'node:path';

/** Jest makes CommonJS of the tests; what npm runs by itself stays a module, and starts here. */
export const ROOT = typeof __dirname === 'undefined' ? process.cwd() : join(__dirname, '..', '..');

/** The Node that the project brings along; the machine's own may be older than Lambda's. */
export const NODE_24 = join(ROOT, 'node_modules', '.bin', 'node');

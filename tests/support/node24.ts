import { join } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

/** The Node that the project brings along; the machine's own may be older than Lambda's. */
export const NODE_24 = join(ROOT, 'node_modules', '.bin', 'node');

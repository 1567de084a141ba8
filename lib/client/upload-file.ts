import { ConnectionError } from './api-error.ts';
import { backOffMs, type Waiting } from './back-off.ts';
import type { JobUpload } from './types.ts';

const AT_ONCE = 4;
const RETRIES = 4;

export interface SentPart {
  readonly number: number;
  readonly etag: string;
}

/**
 * Sends a file where `POST /jobs` said: in one request, or its parts side by side, each again when it fails.
 *
 * @returns the parts that were sent; none after one request
 * @throws {ConnectionError} it could not be sent
 */
export async function uploadFile(
  file: Blob,
  upload: JobUpload,
  waiting: Waiting,
  signal: AbortSignal | undefined,
  onUpload: (bytes: number) => void = () => {},
): Promise<SentPart[]> {
  let sent = 0;
  const put = async (url: string, bytes: Blob): Promise<string> => {
    const etag = await putBytes(url, bytes, waiting, signal);
    sent += bytes.size;
    onUpload(sent);
    return etag;
  };
  if ('url' in upload) {
    await put(upload.url, file);
    return [];
  }
  const { part_urls: urls, part_bytes: size } = upload;
  const parts: SentPart[] = [];
  let next = 0;
  const lane = async () => {
    while (next < urls.length) {
      const i = next++;
      const etag = await put(urls[i]!, file.slice(i * size, (i + 1) * size));
      parts[i] = { number: i + 1, etag };
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, urls.length) }, lane));
  return parts;
}

/** @returns the ETag that S3 gave */
async function putBytes(
  url: string,
  body: Blob,
  waiting: Waiting,
  signal: AbortSignal | undefined,
): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      const response = await fetch(url, { method: 'PUT', body, signal: signal ?? null });
      if (response.ok) return response.headers.get('etag') ?? '';
      throw new ConnectionError(`the file cannot be uploaded: HTTP ${response.status}`);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (attempt >= RETRIES) {
        if (error instanceof ConnectionError) throw error;
        throw new ConnectionError(`the file cannot be uploaded: ${(error as Error).message}`, {
          cause: error,
        });
      }
    }
    await waiting.sleep(backOffMs(attempt, undefined, waiting.random), signal);
  }
}

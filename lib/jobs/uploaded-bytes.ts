import { count } from '../count.ts';
import { InputError } from '../errors.ts';
import type { JobSource } from './job.ts';

/** What was uploaded is of another size than was declared. */
export class UploadedBytesError extends InputError {
  override readonly name = 'UploadedBytesError';
}

/** @throws {UploadedBytesError} what was uploaded is of another size than was declared */
export function checkUploadedBytes({ fileName, bytes: declared }: JobSource, found: number): void {
  if (declared === undefined || found === declared) return;
  throw new UploadedBytesError(
    `${fileName}: expected the ${count(declared, 'byte')} that the job was submitted with, found an upload of ` +
      `${found.toLocaleString('en-US')}. Submit the file again, with the size that it has.`,
  );
}

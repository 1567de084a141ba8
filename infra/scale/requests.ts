/** What was asked of the services, counted as they bill it. */
export interface Requests {
  s3Get: number;
  /** PUT, and the beginning and end of putting parts together. */
  s3Put: number;
  s3Copy: number;
  /** Of up to 1,000 keys; free. */
  s3Remove: number;
  sqs: number;
  tableReads: number;
  tableWrites: number;
  readUnits: number;
  writeUnits: number;
}

export const noRequests = (): Requests => ({
  s3Get: 0,
  s3Put: 0,
  s3Copy: 0,
  s3Remove: 0,
  sqs: 0,
  tableReads: 0,
  tableWrites: 0,
  readUnits: 0,
  writeUnits: 0,
});

/** The types of the wire, for those who read answers. The schemas are in the files of their subjects. */
export type * from './batch.ts';
export type * from './conversion.ts';
export type * from './figure.ts';
export type * from './job.ts';
export type * from './lead.ts';
export type * from './lead-history.ts';
export type * from './model.ts';
export type * from './outcome.ts';
export type * from './performance.ts';
export type * from './prediction.ts';
export type * from './problem.ts';
export type * from './requests.ts';
export type * from './service.ts';
export type * from './training.ts';
export type * from './webhook.ts';
export type * from './worth.ts';

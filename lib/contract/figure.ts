import * as z from 'zod/mini';
import type { Wire } from './parts.ts';

/** A figure with its interval, 95 %. */
export const Figure = z.strictObject({ value: z.number(), low: z.number(), high: z.number() });
export type Figure = Wire<typeof Figure>;

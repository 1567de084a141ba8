import type { Lead } from '../../lib/client/index.ts';

const SOURCES = ['referral', 'organic search', 'paid search', 'webinar'];

/** Leads of the sample model, each different. */
export const makeLeads = (count: number): Lead[] =>
  Array.from({ length: count }, (_, i) => ({
    first_contact: '2026-06-24',
    source: SOURCES[i % SOURCES.length]!,
    industry: 'software',
    country: 'DE',
    employees: 1 + (i % 900),
    visits: i % 40,
    pages_viewed: i % 40,
    email_opened: i % 2 === 0,
    demo_requested: i % 3 === 0,
  }));

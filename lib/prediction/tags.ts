/**
 * What the caller says of a lead besides its values. It never changes a score, and it is personal data like the lead: it
 * never appears in logs or metrics.
 */
export interface Tags {
  /** The caller's own id of the lead, such as that of its CRM: 1 to 128 characters, none of them a control character. */
  readonly reference?: string;
  /** At most 16 short texts, by name. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Those of something that may have some. */
export const tagsOf = ({ reference, metadata }: Tags): Tags => ({
  ...(reference === undefined ? {} : { reference }),
  ...(metadata === undefined ? {} : { metadata }),
});

export const hasTags = ({ reference, metadata }: Tags): boolean =>
  reference !== undefined || metadata !== undefined;

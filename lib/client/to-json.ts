/**
 * A body in JSON. U+FFFD is escaped: written as it is, it cannot be told from bytes that are not UTF-8, which the API refuses.
 */
export const toJson = (value: unknown): string => JSON.stringify(value).replaceAll('\ufffd', '\\ufffd');

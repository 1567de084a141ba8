/** A workbook is held in memory as a whole, unpacked, and as cells. */
export const MOST_XLSX_BYTES = 64 * 2 ** 20;

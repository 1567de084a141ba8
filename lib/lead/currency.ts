/** The active codes of ISO 4217 that are read in files; TOP, ALL, CUP and MOP are not: they are words. */
const CODES: ReadonlySet<string> = new Set(
  (
    'AED AFN AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP ' +
    'CNY COP CRC CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ' +
    'ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK ' +
    'MNT MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR ' +
    'SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TRY TTD TWD TZS UAH UGX USD UYU UZS VES ' +
    'VND VUV WST XAF XCD XOF XPF YER ZAR ZMW HRK'
  ).split(' '),
);

/** Signs that are letters, or mean one currency only, with its code. */
const SIGNS: Readonly<Record<string, string>> = {
  ...{ '€': 'EUR', '£': 'GBP', '₹': 'INR', '₽': 'RUB', '₺': 'TRY', '₩': 'KRW', '₪': 'ILS', '₫': 'VND' },
  ...{ '₴': 'UAH', '₦': 'NGN', '₱': 'PHP', '฿': 'THB', '₸': 'KZT', $: 'USD', US$: 'USD' },
  ...{
    R$: 'BRL',
    A$: 'AUD',
    AU$: 'AUD',
    C$: 'CAD',
    CA$: 'CAD',
    HK$: 'HKD',
    NZ$: 'NZD',
    S$: 'SGD',
    NT$: 'TWD',
  },
  ...{ MX$: 'MXN', zł: 'PLN', Zł: 'PLN', ZŁ: 'PLN', Kč: 'CZK', KČ: 'CZK', Ft: 'HUF', Kr: 'kr', kr: 'kr' },
  ...{
    'kr.': 'kr',
    'Kr.': 'kr',
    Fr: 'CHF',
    'Fr.': 'CHF',
    fr: 'CHF',
    'fr.': 'CHF',
    SFr: 'CHF',
    'SFr.': 'CHF',
  },
  ...{
    'sFr.': 'CHF',
    лв: 'BGN',
    'лв.': 'BGN',
    lei: 'RON',
    Lei: 'RON',
    руб: 'RUB',
    'руб.': 'RUB',
    'р.': 'RUB',
  },
  ...{
    Rs: 'Rs',
    'Rs.': 'Rs',
    RM: 'MYR',
    Rp: 'IDR',
    'Rp.': 'IDR',
    R: 'ZAR',
    TL: 'TRY',
    'S/': 'PEN',
    'S/.': 'PEN',
  },
  ...{ 元: 'CNY', 円: 'JPY', 원: 'KRW', euro: 'EUR', Euro: 'EUR', euros: 'EUR' },
};
const SIGN = /^[A-Z]{0,3}\p{Sc}$/u;

/**
 * The currency that a sign or a code stands for: its code where the sign has one meaning, else the sign (`¥`, `kr`).
 * `$` counts as US dollars, so that `$` and `USD` are one currency and `$` and `CA$` are two.
 *
 * @returns undefined: it is none
 */
export function currencyOf(sign: string): string | undefined {
  if (Object.hasOwn(SIGNS, sign)) return SIGNS[sign];
  return CODES.has(sign) || SIGN.test(sign) ? sign : undefined;
}

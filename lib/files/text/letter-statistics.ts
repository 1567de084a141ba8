/** An encoding that a file of unknown encoding may have, and how likely its letters are. */
export interface CandidateEncoding {
  readonly encoding: string;
  /** How much rarer than Windows-1252 such files are, as a logarithm. */
  readonly prior: number;
  /** Log-probability of a letter beyond ASCII, in lower case; undefined: no language of these has it. */
  readonly letter: (letter: string) => number | undefined;
}

/** A letter per mille of the letters beyond ASCII in the languages that are written so. */
type Weights = Readonly<Record<string, number>>;

/** French, German, Spanish, Portuguese, Italian, Dutch, the Nordic languages. */
const WESTERN: Weights = {
  é: 190,
  ü: 90,
  ä: 90,
  ö: 90,
  á: 60,
  ó: 60,
  í: 55,
  ñ: 35,
  ç: 40,
  ã: 40,
  è: 45,
  à: 45,
  ê: 20,
  å: 35,
  ø: 30,
  ß: 25,
  æ: 12,
  ú: 20,
  ô: 12,
  õ: 10,
  î: 8,
  â: 12,
  û: 6,
  ù: 6,
  ò: 8,
  ï: 6,
  ë: 8,
  ì: 4,
  œ: 3,
  ý: 4,
  ð: 2,
  þ: 2,
  ÿ: 1,
  š: 1,
  ž: 1,
};
/** Polish, Czech, Slovak, Hungarian, Romanian, Croatian, Slovenian; the letters that German shares. */
const CENTRAL: Weights = {
  á: 80,
  é: 75,
  í: 70,
  ó: 60,
  ł: 70,
  ą: 55,
  ę: 60,
  ś: 40,
  ż: 45,
  ć: 30,
  ń: 25,
  ź: 10,
  č: 50,
  ě: 45,
  ř: 45,
  š: 55,
  ž: 45,
  ý: 35,
  ů: 25,
  ú: 20,
  ď: 4,
  ť: 8,
  ň: 6,
  ő: 30,
  ű: 15,
  ö: 30,
  ü: 25,
  ă: 30,
  ţ: 15,
  ş: 15,
  ș: 15,
  ț: 15,
  â: 10,
  î: 10,
  đ: 6,
  ä: 10,
  ľ: 6,
  ĺ: 1,
  ŕ: 1,
  ô: 5,
  ë: 1,
  ß: 3,
  ç: 1,
};
const TURKISH: Weights = {
  ı: 230,
  ş: 140,
  ü: 170,
  ğ: 100,
  ç: 110,
  ö: 90,
  İ: 40,
  i̇: 40,
  â: 8,
  î: 4,
  é: 4,
  ä: 3,
  û: 2,
};
const BALTIC: Weights = {
  ā: 130,
  ī: 80,
  ē: 80,
  š: 90,
  ū: 70,
  ė: 120,
  į: 50,
  ų: 70,
  ą: 40,
  ž: 60,
  č: 30,
  ņ: 25,
  ļ: 20,
  ķ: 15,
  ģ: 10,
  ę: 20,
  ä: 60,
  õ: 60,
  ö: 30,
  ü: 60,
  é: 3,
};

function byWeight(weights: Weights): CandidateEncoding['letter'] {
  return (letter) => {
    const weight = weights[letter];
    return weight === undefined ? undefined : Math.log(weight / 1000);
  };
}

/** A script of its own has about thirty letters, of which some are common. */
const byScript =
  (script: RegExp, common: string): CandidateEncoding['letter'] =>
  (letter) =>
    script.test(letter) ? (common.includes(letter) ? -2.2 : -4) : undefined;

/** Of thousands of signs some are in every second word. */
const COMMON_HANZI =
  '的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处队南给色光门即保治北造百规热领七海口东导器压志世金增争济阶油思术极交受联什认六共权收证改清己美再采转更单风切打白教速花带安场身车例真务具万每目至达走积示议声报斗完类八离华名确才科张信马节话米整空元况今集温传土许步群广石记需段研界拉林律叫且究观越织装影算低持音众书布复容儿须际商非验连断深难近矿千周委素技备半办青省列习响约支般史感劳便团往酸历市克何除消构府称太准精值号率族维划选标写存候毛亲快效斯院查江型眼王按格养易置派层片始却专状育厂京识适属圆包火住调满县局照参红细引听该铁价严司深圳上海';
const COMMON_HANZI_TRADITIONAL =
  '的一是在不了有和人這中大為上個國我以要他時來用們生到作地於出就分對成會可主發年動同工也能下過子說產種面而方後多定行學法所民得經十三之進著等部度家電力裡如水化高自二理起小物現實加量都兩體制機當使點從業本去把性好應開它合還因由其些然前外天政四日那社義事平形相全表間樣與關各重新線內數正心反你明看原又麼利比或但質氣第向道命此變條只沒結解問意建月公無系軍很情者最立代想已通並提直題臺灣北市司';

/** Those that tables of leads have been seen in, besides UTF-8 and UTF-16. */
export const CANDIDATES: readonly CandidateEncoding[] = [
  { encoding: 'windows-1252', prior: 0, letter: byWeight(WESTERN) },
  { encoding: 'iso-8859-15', prior: -2.5, letter: byWeight(WESTERN) },
  { encoding: 'macintosh', prior: -2.5, letter: byWeight(WESTERN) },
  { encoding: 'windows-1250', prior: -1.5, letter: byWeight(CENTRAL) },
  { encoding: 'iso-8859-2', prior: -2.5, letter: byWeight(CENTRAL) },
  { encoding: 'windows-1254', prior: -2, letter: byWeight(TURKISH) },
  { encoding: 'windows-1257', prior: -2.5, letter: byWeight(BALTIC) },
  { encoding: 'windows-1251', prior: -1.5, letter: byScript(/\p{Script=Cyrillic}/u, 'оеаинтсрвлкмдпу') },
  { encoding: 'koi8-r', prior: -2.5, letter: byScript(/\p{Script=Cyrillic}/u, 'оеаинтсрвлкмдпу') },
  { encoding: 'ibm866', prior: -2.5, letter: byScript(/\p{Script=Cyrillic}/u, 'оеаинтсрвлкмдпу') },
  { encoding: 'windows-1253', prior: -2, letter: byScript(/\p{Script=Greek}/u, 'αοιετσνηυρπκμλςίόάέ') },
  { encoding: 'windows-1255', prior: -2, letter: byScript(/\p{Script=Hebrew}/u, 'יוהלאמרבתשנ') },
  { encoding: 'windows-1256', prior: -2, letter: byScript(/\p{Script=Arabic}/u, 'اليمونرتبةعدس') },
  {
    encoding: 'shift_jis',
    prior: -2,
    letter: byCharacters(
      /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
      '日本東京株式会社大阪名古屋人年月市区',
    ),
  },
  {
    encoding: 'euc-jp',
    prior: -3,
    letter: byCharacters(
      /[\p{Script=Hiragana}\p{Script=Katakana}ー]/u,
      '日本東京株式会社大阪名古屋人年月市区',
    ),
  },
  { encoding: 'gb18030', prior: -2, letter: byCharacters(/[，。、]/u, COMMON_HANZI) },
  { encoding: 'big5', prior: -3, letter: byCharacters(/[，。、]/u, COMMON_HANZI_TRADITIONAL) },
  {
    encoding: 'euc-kr',
    prior: -2,
    letter: byCharacters(/\p{Script=Hangul}/u, '가이다서울사의시부산대한국회주식김'),
  },
];

/** Two bytes each: a character that is common costs about as much as two common letters. */
function byCharacters(frequent: RegExp, common: string): CandidateEncoding['letter'] {
  return (letter) => {
    if (common.includes(letter)) return -3.5;
    if (frequent.test(letter)) return -4.5;
    return /\p{Lo}/u.test(letter) ? -9.5 : undefined;
  };
}

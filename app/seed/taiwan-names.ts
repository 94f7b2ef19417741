import type { Random } from './random.ts';

/**
 * Surnames and about how many of 10,000 people in Taiwan bear them, in the order of the Ministry of
 * the Interior's name statistics (全國姓名統計分析). Near enough for a demo, no source for figures.
 */
const surnameShares: readonly (readonly [string, number])[] = [
  ['陳', 1115],
  ['林', 831],
  ['黃', 602],
  ['張', 527],
  ['李', 512],
  ['王', 410],
  ['吳', 403],
  ['劉', 316],
  ['蔡', 292],
  ['楊', 265],
  ['許', 232],
  ['鄭', 189],
  ['謝', 177],
  ['洪', 151],
  ['郭', 150],
  ['邱', 148],
  ['曾', 145],
  ['廖', 137],
  ['賴', 133],
  ['徐', 127],
  ['周', 122],
  ['葉', 118],
  ['蘇', 114],
  ['莊', 93],
  ['呂', 92],
  ['江', 91],
  ['何', 87],
  ['蕭', 81],
  ['羅', 79],
  ['高', 76],
  ['潘', 73],
  ['簡', 70],
  ['朱', 69],
  ['鍾', 67],
  ['游', 62],
  ['彭', 61],
  ['詹', 60],
  ['胡', 54],
  ['施', 54],
  ['沈', 52],
  ['余', 50],
  ['盧', 47],
  ['梁', 44],
  ['趙', 43],
  ['顏', 41],
  ['柯', 41],
  ['翁', 40],
  ['魏', 37],
  ['孫', 36],
  ['戴', 34],
  ['范', 32],
  ['方', 31],
  ['宋', 30],
  ['鄧', 26],
  ['杜', 23],
  ['傅', 23],
  ['侯', 22],
  ['曹', 21],
  ['薛', 21],
  ['丁', 20],
  ['卓', 20],
  ['阮', 20],
  ['馬', 20],
  ['董', 20],
  ['張簡', 5],
  ['歐陽', 4],
  ['范姜', 2],
];
const surnameShareSum = surnameShares.reduce((sum, [, share]) => sum + share, 0);

/** First and last character of given names, women's and men's. */
const givenCharacters = [
  {
    first: [...'雅淑美怡佳惠宜思詩欣郁靜麗秀婉品芷語子心家玉嘉翊'],
    last: [...'婷芬玲君慧如蓉萱涵琪貞華珍雯珊妤晴甯恩潔穎瑜蓁'],
  },
  {
    first: [...'志家俊建冠柏宗文明承宇彥國信哲睿品子育政永智仁凱'],
    last: [...'豪明偉宏翰廷霖傑銘凱翔軒緯成德賢勳安瑋霆均樺倫'],
  },
];

/** Members from abroad, as they write themselves. */
const foreignNames = [
  'Nguyễn Thị Lan',
  'Siti Rahayu',
  'Maria Santos',
  'Emily Carter',
  'Tanaka Yuki',
  'Daniel Weber',
  'Trần Văn Minh',
  'Priya Nair',
  'Kim Minseo',
  'Lucas Moreau',
];

function pickSurname(random: Random): string {
  let left = random.whole(surnameShareSum);
  for (const [surname, share] of surnameShares) {
    if (left < share) return surname;
    left -= share;
  }
  throw new RangeError('the shares do not cover the draw');
}

/** A name as members in Taiwan have them: surname by its real share, one or two more characters. */
export function pickName(random: Random): string {
  if (random.chance(0.01)) return random.pick(foreignNames);
  const surname = pickSurname(random);
  const given = random.pick(givenCharacters);
  const last = random.pick(given.last);
  if (random.chance(0.03)) return surname + last;
  const first = random.pick(given.first);
  return surname + first + (first === last ? '安' : last);
}

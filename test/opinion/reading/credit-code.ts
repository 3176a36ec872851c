/** GB 32100-2015: of eighteen characters the last one checks the seventeen before it. */
const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];

export const codeStanding = (typed: string): '未填' | '通过' | '校验位不符' => {
  const code = typed
    .normalize('NFKC')
    .replaceAll(/[\s\p{Cf}-]/gu, '')
    .toUpperCase();
  if (code === '') return '未填';
  const places = [...code].map((letter) => LETTERS.indexOf(letter));
  if (places.length !== 18 || places.includes(-1)) return '校验位不符';
  const sum = WEIGHTS.reduce((all, weight, index) => all + weight * (places[index] ?? 0), 0);
  return (sum + (places[17] ?? 0)) % 31 === 0 ? '通过' : '校验位不符';
};

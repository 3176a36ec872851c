// The colours a card may name (颜色枚举值), for the light theme, from Feishu's table of colour codes.
// Colour names arrive from outside: whatever is not in the table or a plain rgba() is not passed on to the page.

const steps = ['50', '100', '200', '300', '350', '400', '500', '600', '700', '800', '900'] as const;

const hues: Readonly<Record<string, string>> = {
  blue: 'F0F4FF E0E9FF C2D4FF 94B4FF 7AA2FF 5083FB 336DF4 1456F0 0442D2 002F9E 002270',
  carmine: 'FEF0F8 FEE2F2 F8C4E1 F598CC EB78B8 DF58A5 CC398C B82879 9D1562 730744 550C35',
  green: 'E4FAE1 D0F5CE 95E599 5CD168 35BD4B 32A645 258832 1A7526 0B6017 04430C 022C07',
  indigo: 'F2F3FD E9EAFB CCCFF9 ABB0F2 959BEE 757DF0 5B65F5 4752E6 333DCC 1E27A4 151B70',
  lime: 'F2F8D3 E3F0A3 C8DD5F A2C10B 91AD00 7B9207 6B7F06 5C6D08 4A5804 333D00 262E00',
  grey: 'F5F6F7 F2F3F5 EFF0F1 DEE0E3 D0D3D6 BBBFC4 8F959E 646A73 373C43 2B2F36 1F2329',
  orange: 'FFF3E5 FEE7CD FEC48B FF9D4C FF811A ED6D0C C25705 A44904 853A05 642B02 3B1A02',
  purple: 'F5F0FE EFE6FE DCC9FD C8A9FC B791FA 9F6FF1 8D55ED 7A35F0 611FD6 4811A6 2F0080',
  red: 'FEF0F0 FEE3E2 FDC6C4 F89E9B FF7570 F54A45 E22E28 C02A26 A11C17 741915 590603',
  sunflower: 'FFFFDB FFFCA3 FFF67A FFF258 FFE928 E5CE00 C2A800 8F7C00 5C4F00 423700 2C2502',
  turquoise: 'E2F8F5 C4F2EC 6FE8D8 33D6C0 2DBEAB 10A893 0F8575 067062 045D51 03443B 02312A',
  violet: 'FCEEFC F9E2F9 F3C4F3 E59CE5 DE81DE CF5ECF BF3DBF A630A6 872787 6A116A 520052',
  wathet: 'E7F8FE CAEFFC 97DCFC 3EC3F7 25B0E7 1295CA 047FB0 076A94 0F587A 06415C 072B3D',
  yellow: 'FBF4DF FAEDC2 FCDF7E FAD355 FFC60A D99904 AD7A03 865B03 6F4A01 573601 382201',
};

const codes = new Map<string, string>([
  ['white', '#ffffff'],
  ['bg-white', '#ffffff'],
  ['black', '#000000'],
  ['grey-00', '#ffffff'],
  ['grey-650', '#51565d'],
  ['grey-950', '#0f1114'],
  ['grey-1000', '#000000'],
]);
for (const [hue, line] of Object.entries(hues)) {
  for (const [index, code] of line.split(' ').entries()) codes.set(`${hue}-${steps[index]}`, `#${code.toLowerCase()}`);
}

const plainColor = /^rgba?\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*(?:,\s*[\d.]{1,5}\s*)?\)$/;

/** The shade `step` of a hue, e.g. `('blue', '100')`; neutral means grey. */
export const shade = (hue: string, step: (typeof steps)[number]): string | undefined =>
  codes.get(`${hue === 'neutral' ? 'grey' : hue}-${step}`);

/** A foreground colour by its name (`red`, `red-400`, `rgba(…)`), or undefined for default and for anything unknown. */
export const inkOf = (name: string): string | undefined =>
  codes.get(name) ?? shade(name, '600') ?? (plainColor.test(name) ? name : undefined);

/** A background colour by its name: a bare hue means its palest shade, as backgrounds of columns and panels do. */
export const groundOf = (name: string): string | undefined =>
  codes.get(name) ?? shade(name, '50') ?? (plainColor.test(name) ? name : undefined);

// A few line drawings in place of Feishu's icon library (图标库), chosen by a word in the icon's token.
// Drawn here; the library itself is not shipped, and a token without a drawing of its own gets a plain mark.

import type { JSX } from 'hono/jsx/jsx-runtime';

const drawings: readonly (readonly [RegExp, string])[] = [
  [/time|clock|history|alarm/, 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM12 7v5l3.5 2'],
  [/calendar|date/, 'M4 6h16v14H4zM4 10h16M8 3.5V7M16 3.5V7'],
  [/warn|alert|risk|notice|remind/, 'M12 4 2.8 20h18.4ZM12 10v5M12 17.2v.6'],
  [/yes|done|check|succeed|right/, 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM8 12.2l2.8 2.8L16 9.6'],
  [/close|no_|error|reject/, 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM9 9l6 6M15 9l-6 6'],
  [
    /group|team|members|community/,
    'M9 11a3.2 3.2 0 1 0 0-6.4A3.2 3.2 0 0 0 9 11ZM3 20c0-3.6 2.4-6 6-6s6 2.4 6 6M16 5.2a3 3 0 0 1 0 5.6M17.5 14.4c2.2.7 3.5 2.8 3.5 5.6',
  ],
  [
    /member|person|user|contact/,
    'M12 11.5a3.7 3.7 0 1 0 0-7.4 3.7 3.7 0 0 0 0 7.4ZM4.8 20.5c0-3.9 2.9-6.5 7.2-6.5s7.2 2.6 7.2 6.5',
  ],
  [
    /building|company|shop|store|enterprise|org/,
    'M4 21V5l9-2v18M13 9l7 2v10M2.5 21h19M7.5 8.5h2M7.5 12.5h2M7.5 16.5h2',
  ],
  [/chat|comment|message|bubble/, 'M4 5h16v11H11l-4.5 4v-4H4z'],
  [/phone|call/, 'M6 3.5 9.5 7 8 10c1.2 2.6 3.4 4.8 6 6l3-1.5 3.5 3.5-2.5 2.8C10.500 21 3 13.500 3.200 6z'],
  [
    /local|location|map|place/,
    'M12 21s7-6.200 7-11.200a7 7 0 0 0-14 0C5 14.800 12 21 12 21ZM12 12.300a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5Z',
  ],
  [
    /link|share|external/,
    'M10 14a4 4 0 0 0 5.700 0l3-3a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3 3a4 4 0 0 0 5.700 5.700l1-1',
  ],
  [/file|doc|sheet|todo|list|bitable|text|approval/, 'M6 3h8.500L19 7.500V21H6zM14 3v5h5M9 13h7M9 17h5'],
  [/edit|write|sign|pen/, 'M4 20l1-4.500L16.500 4l3.500 3.500L8.500 19zM14 6.500l3.500 3.500'],
  [/flag|important|pin/, 'M6 21V4h12l-3 4.500 3 4.500H6'],
  [/down|expand|arrow/, 'M6 9.500l6 6 6-6'],
];

const plainMark = 'M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14ZM12 11v5M12 8v.5';

/** The drawing for a token, in the current text colour unless one is given. `sizePx` is its width and height. */
export function Icon({
  token,
  color,
  sizePx = 16,
}: {
  token: string;
  color?: string | undefined;
  sizePx?: number;
}): JSX.Element {
  const path = drawings.find(([pattern]) => pattern.test(token))?.[1] ?? plainMark;
  return (
    <svg
      class="fc-icon"
      width={sizePx}
      height={sizePx}
      viewBox="0 0 24 24"
      aria-hidden="true"
      style={color ? `color:${color}` : ''}
    >
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        stroke-width="1.8"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

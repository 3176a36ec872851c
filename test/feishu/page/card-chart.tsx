// Charts (图表) of a card. The client draws them with VChart; here pies and bars are drawn plainly as SVG, and any other
// kind is shown as the table of its data.

import type { JSX } from 'hono/jsx/jsx-runtime';
import { isJson, type Json, objectAt, objectsAt, stringAt, textOf } from '../card-tree.ts';

interface Slice {
  readonly name: string;
  readonly value: number;
  readonly color: string;
}

const palette = ['#336df4', '#34c724', '#ff811a', '#7a35f0', '#10a893', '#f5b800', '#df58a5', '#8f959e'];
const hexColor = /^#[0-9a-f]{6}$/i;

const rowsOf = (spec: Json | undefined): readonly Json[] => {
  const data = spec?.['data'];
  const series = Array.isArray(data) ? data.filter(isJson) : isJson(data) ? [data] : [];
  return series.flatMap((each) => objectsAt(each, 'values'));
};

const slicesOf = (spec: Json | undefined, nameField: string, valueField: string): readonly Slice[] => {
  const colors = spec?.['color'];
  return rowsOf(spec).map((row, index) => {
    const given: unknown = Array.isArray(colors) ? colors[index] : undefined;
    const value = row[valueField];
    return {
      name: String(row[nameField] ?? ''),
      value: typeof value === 'number' && value > 0 ? value : 0,
      color: typeof given === 'string' && hexColor.test(given) ? given : (palette[index % palette.length] ?? '#336df4'),
    };
  });
};

/** A chart by its `chart_spec`. */
export function Chart({ node }: { node: Json }): JSX.Element {
  const spec = objectAt(node, 'chart_spec');
  return (
    <figure class="fc-chart">
      <figcaption>{textOf(objectAt(spec, 'title')?.['text']) || '图表'}</figcaption>
      {drawing(spec)}
    </figure>
  );
}

function drawing(spec: Json | undefined): JSX.Element {
  switch (stringAt(spec, 'type')) {
    case 'pie':
      return <Ring slices={slicesOf(spec, stringAt(spec, 'categoryField'), stringAt(spec, 'valueField'))} />;
    case 'bar':
      if (stringAt(spec, 'direction') === 'horizontal')
        return <Bars slices={slicesOf(spec, stringAt(spec, 'yField'), stringAt(spec, 'xField')).toReversed()} />;
      return <Data rows={rowsOf(spec)} />;
    default:
      return <Data rows={rowsOf(spec)} />;
  }
}

const circle = 2 * Math.PI * 40;

function Ring({ slices }: { slices: readonly Slice[] }): JSX.Element {
  const whole = slices.reduce((sum, { value }) => sum + value, 0);
  let before = 0;
  return (
    <div class="fc-ring">
      <svg viewBox="0 0 120 120" width="120" height="120" role="img" aria-label="环形图">
        {slices.map(({ value, color }) => {
          const length = whole === 0 ? 0 : (value / whole) * circle;
          const offset = -before;
          before += length;
          return (
            <circle
              cx="60"
              cy="60"
              r="40"
              fill="none"
              stroke={color}
              stroke-width="22"
              stroke-dasharray={`${length} ${circle - length}`}
              stroke-dashoffset={offset}
              transform="rotate(-90 60 60)"
            />
          );
        })}
      </svg>
      <ul>
        {slices.map(({ name, value, color }) => (
          <li>
            <span class="fc-dot" style={`background:${color}`} />
            {name} {value}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The first row of the data is the lowest bar, as VChart draws it. */
function Bars({ slices }: { slices: readonly Slice[] }): JSX.Element {
  const largest = Math.max(1, ...slices.map(({ value }) => value));
  return (
    <div class="fc-bars">
      {slices.map(({ name, value }) => (
        <div class="fc-bar">
          <span class="fc-bar-name">{name}</span>
          <span class="fc-bar-track">
            <span class="fc-bar-fill" style={`width:${Math.round((value / largest) * 100)}%`} />
          </span>
          <span class="fc-bar-value">{value}</span>
        </div>
      ))}
    </div>
  );
}

function Data({ rows }: { rows: readonly Json[] }): JSX.Element {
  const keys = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return (
    <div class="fc-scroll">
      <table class="fc-table">
        <thead>
          <tr>
            {keys.map((key) => (
              <th>{key}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>
              {keys.map((key) => (
                <td>{typeof row[key] === 'object' ? '' : String(row[key] ?? '')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

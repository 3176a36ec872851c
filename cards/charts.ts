/**
 * Charts (图表, VChart) and the tables of the same figures. A client that draws no chart still shows the table, and so does
 * anyone who cannot tell the colours apart; charts stand at the root only (whether a form takes one is not certain).
 */
import type { Chart, Table } from './elements.ts';

export interface Share {
  readonly name: string;
  readonly count: number;
}

/** Parts of a whole. Colours in the order of the shares, where they mean something (灯). */
export const ringChart = (title: string, shares: readonly Share[], colors?: readonly string[]): Chart => ({
  tag: 'chart',
  aspect_ratio: '2:1',
  color_theme: 'brand',
  preview: false,
  chart_spec: {
    type: 'pie',
    title: { visible: true, text: title },
    data: { values: shares.map(({ name, count }) => ({ name, count })) },
    valueField: 'count',
    categoryField: 'name',
    innerRadius: 0.5,
    outerRadius: 0.85,
    legends: { visible: true, orient: 'right' },
    label: { visible: true },
    ...(colors ? { color: colors } : {}),
  },
});

/** Counts beside one another, names to the left so that long ones can be read on a phone. */
export const barChart = (title: string, shares: readonly Share[]): Chart => ({
  tag: 'chart',
  aspect_ratio: '4:3',
  color_theme: 'brand',
  preview: false,
  chart_spec: {
    type: 'bar',
    title: { visible: true, text: title },
    // VChart draws the first row at the bottom.
    data: { values: shares.toReversed().map(({ name, count }) => ({ name, count })) },
    direction: 'horizontal',
    xField: 'count',
    yField: 'name',
    label: { visible: true },
  },
});

/** 单位, how many it has in hand, how many of them are late. */
export const unitTable = (units: readonly (Share & { readonly late: number })[]): Table => ({
  tag: 'table',
  page_size: 10,
  row_height: 'auto',
  header_style: { background_style: 'grey', bold: true, lines: 1 },
  columns: [
    { name: 'name', display_name: '主办单位', data_type: 'text', width: 'auto' },
    { name: 'count', display_name: '在办', data_type: 'number', width: 'auto' },
    { name: 'late', display_name: '超期', data_type: 'number', width: 'auto' },
  ],
  rows: units.map(({ name, count, late }) => ({ name, count, late })),
});

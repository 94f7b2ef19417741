import { Bar, BarChart, CartesianGrid, Tooltip, XAxis, YAxis, ResponsiveContainer } from 'recharts';
import { formatWhole } from '../../i18n/format.ts';

type BarsChartProps = {
  readonly bars: readonly { readonly label: string; readonly value: number }[];
  /** What it shows, for who cannot see it; the numbers stand in the table beside it. */
  readonly label: string;
  /** The name of the numbers. */
  readonly unit: string;
};

const quietText = { fill: 'var(--ink-quiet)', fontSize: 12 };

/** Bars of one kind in the colours of the theme; nothing moves, nothing takes the focus. */
export function BarsChart({ bars, label, unit }: BarsChartProps) {
  return (
    <div role="img" aria-label={label} style={{ width: '100%', height: '100%' }}>
      <ResponsiveContainer width="100%" height="100%">
        <BarChart
          data={[...bars]}
          margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--line)" />
          <XAxis
            dataKey="label"
            tick={quietText}
            stroke="var(--line-strong)"
            tickLine={false}
            minTickGap={6}
          />
          <YAxis
            tick={quietText}
            stroke="var(--line-strong)"
            tickLine={false}
            axisLine={false}
            width={56}
            allowDecimals={false}
            tickFormatter={(value: number) => formatWhole(value)}
          />
          <Tooltip
            cursor={{ fill: 'var(--accent-soft)' }}
            isAnimationActive={false}
            contentStyle={{
              background: 'var(--sheet)',
              border: '1px solid var(--line-strong)',
              color: 'var(--ink)',
            }}
            formatter={(value) => formatWhole(Number(value))}
          />
          <Bar
            dataKey="value"
            name={unit}
            fill="var(--accent)"
            radius={[3, 3, 0, 0]}
            maxBarSize={44}
            isAnimationActive={false}
          />
        </BarChart>
      </ResponsiveContainer>
    </div>
  );
}

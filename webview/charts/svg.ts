import { type Axis, toPixel } from './axis.ts';
import type { Layout } from './chartView.ts';
import { bandOpacity, countRole, isSparse, lineStyle, markerRadius } from './draw.ts';
import { type LegendEntry, legendHeight, sampleWidth } from './legendText.ts';
import { hasLine, type MarkCluster, markShapes } from './markClusters.ts';
import { colourOf, dashOf, type Theme } from './palette.ts';
import type { Polyline } from './thinning.ts';

export interface Picture {
  title: string;
  xTitle: string;
  yTitle: string;
  width: number;
  height: number;
  layout: Layout;
  legend: readonly LegendEntry[];
  marks: readonly MarkCluster[];
  theme: Theme;
}

export const titleHeight = 28;

/** The chart as vectors: the points that the canvas shows, in real lines and text. */
export function toSvg(picture: Picture): string {
  const { title, width, height, layout, legend, theme } = picture;
  const { x, y } = layout;
  const total = titleHeight + height + legendHeight(legend);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${total}" viewBox="0 0 ${width} ${total}" font-family="system-ui, sans-serif" font-size="11">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${width}" height="${total}" fill="${escapeXml(theme.background)}"/>`,
    text(title, 12, 18, theme.foreground, 'start', 'font-size="13" font-weight="600"'),
    `<g transform="translate(0 ${titleHeight})">`,
    `<clipPath id="plot"><rect x="${short(x.start)}" y="${short(y.start + y.size)}" width="${short(x.size)}" height="${short(-y.size)}"/></clipPath>`,
    ...axes(picture),
    '<g clip-path="url(#plot)">',
    ...bands(picture),
    ...lines(picture),
    '</g>',
    ...marks(picture),
    '</g>',
    `<g transform="translate(${short(x.start)} ${titleHeight + height})">`,
    ...legend.flatMap((entry) => legendEntry(entry, theme)),
    '</g></svg>',
  ].join('\n');
}

function axes({ layout: { x, y, xTicks, yTicks }, xTitle, yTitle, height, theme }: Picture): string[] {
  const [left, right, bottom, top] = [x.start, x.start + x.size, y.start, y.start + y.size].map(short);
  const grid = `stroke="${escapeXml(theme.grid)}"`;
  const middle = short(y.start + y.size / 2);
  return [
    ...xTicks.flatMap(({ value, label }) => {
      const at = toPixel(x, value);
      return [
        `<path d="M${short(at)} ${top}V${bottom}" ${grid}/>`,
        text(label, at, y.start + 16, theme.muted, 'middle'),
      ];
    }),
    ...yTicks.flatMap(({ value, label }) => {
      const at = toPixel(y, value);
      return [
        `<path d="M${left} ${short(at)}H${right}" ${grid}/>`,
        text(label, x.start - 8, at + 4, theme.muted, 'end'),
      ];
    }),
    `<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="${escapeXml(theme.muted)}"/>`,
    text(xTitle, x.start + x.size / 2, height - 4, theme.muted, 'middle'),
    text(yTitle, 12, y.start + y.size / 2, theme.muted, 'middle', `transform="rotate(-90 12 ${middle})"`),
  ];
}

function bands({ layout: { x, y, frame }, theme }: Picture): string[] {
  return frame.bands.flatMap(({ series, ribbon }) => {
    const parts: string[] = [];
    let begin = 0;
    for (let index = 0; index <= ribbon.length; index += 1) {
      if (index < ribbon.length && !Number.isNaN(ribbon.low[index]!)) continue;
      const upper: string[] = [];
      const lower: string[] = [];
      for (let at = begin; at < index; at += 1) {
        upper.push(point(x, y, ribbon.x[at]!, ribbon.high[at]!));
        lower.unshift(point(x, y, ribbon.x[at]!, ribbon.low[at]!));
      }
      if (upper.length > 0) parts.push(`M${[...upper, ...lower].join('L')}Z`);
      begin = index + 1;
    }
    return `<path d="${parts.join('')}" fill="${colourOf(theme, series)}" fill-opacity="${bandOpacity}"/>`;
  });
}

function lines({ layout: { x, y, frame }, theme }: Picture): string[] {
  return frame.lines.flatMap(({ series, role, markers, line }) => {
    const style = lineStyle(role, theme, countRole(frame, role));
    const colour = colourOf(theme, series);
    const dash = style.dashed && dashOf(series).length > 0 ? ` stroke-dasharray="${dashOf(series).join(' ')}"` : '';
    const path = `<path d="${linePath(line, x, y)}" fill="none" stroke="${colour}" stroke-width="${style.width}" stroke-opacity="${style.opacity}" stroke-linejoin="round"${dash}/>`;
    if (!markers && !isSparse(line, x)) return path;
    return [
      path,
      `<g fill="${colour}" fill-opacity="${style.opacity}">`,
      ...dots(line, x, y, markerRadius(markers)),
      '</g>',
    ];
  });
}

function linePath(line: Polyline, x: Axis, y: Axis): string {
  let path = '';
  let down = false;
  for (let index = 0; index < line.length; index += 1) {
    const broken = Number.isNaN(line.y[index]!);
    if (!broken) path += (down ? 'L' : 'M') + point(x, y, line.x[index]!, line.y[index]!);
    down = !broken;
  }
  return path;
}

function dots(line: Polyline, x: Axis, y: Axis, radius: number): string[] {
  return Array.from({ length: line.length }, (_, index) => index)
    .filter((index) => !Number.isNaN(line.y[index]!))
    .map((index) => {
      const [left, top] = point(x, y, line.x[index]!, line.y[index]!).split(' ');
      return `<circle cx="${left}" cy="${top}" r="${radius}"/>`;
    });
}

function marks({ marks: clusters, layout: { y }, theme }: Picture): string[] {
  const top = y.start + y.size;
  return clusters.flatMap((cluster) => {
    const told = escapeXml(cluster.marks.map(({ label }) => label).join('; '));
    const shape = `<path d="${markShapes[cluster.kind]}" transform="translate(${short(cluster.pixel - 5)} ${short(top - 14)})"/>`;
    const line = `<path d="M${short(cluster.pixel)} ${short(top)}V${short(y.start)}" stroke="${escapeXml(theme.muted)}" stroke-dasharray="3 3"/>`;
    return [`<g fill="${escapeXml(theme.muted)}"><title>${told}</title>`, shape, hasLine(cluster) ? line : '', '</g>'];
  });
}

function legendEntry({ label, series, x, y }: LegendEntry, theme: Theme): string[] {
  const dash = dashOf(series).length > 0 ? ` stroke-dasharray="${dashOf(series).join(' ')}"` : '';
  return [
    `<path d="M${short(x)} ${y}h${sampleWidth}" stroke="${colourOf(theme, series)}" stroke-width="2"${dash}/>`,
    text(label, x + sampleWidth + 6, y + 4, theme.foreground, 'start'),
  ];
}

/** Beyond the frame is as good as far beyond it, and stays a number that every viewer reads. */
const outside = 1e5;

function point(x: Axis, y: Axis, left: number, top: number): string {
  return `${short(toPixel(x, left))} ${short(toPixel(y, top))}`;
}

function short(pixel: number): string {
  return String(Math.round(Math.max(-outside, Math.min(outside, pixel)) * 10) / 10);
}

function text(content: string, x: number, y: number, fill: string, anchor: string, more = ''): string {
  return `<text x="${short(x)}" y="${short(y)}" fill="${escapeXml(fill)}" text-anchor="${anchor}" ${more}>${escapeXml(content)}</text>`;
}

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text for XML 1.0, which has no place for control characters and lone surrogates. */
export function escapeXml(content: string): string {
  return content
    .replace(/[&<>"']/g, (character) => entities[character]!)
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, '\u{fffd}');
}
